import { percentText } from '../words/numbers.ts';

/** What is said in both languages: English, Chinese. */
export type Both = readonly [english: string, chinese: string];

/** Text as HTML shows it: whatever a name holds, it stays text. */
export const escaped = (text: string | number): string =>
  String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Words in both languages, of which the page shows one. */
export const both = ([english, chinese]: Both): string =>
  `<span lang="en">${escaped(english)}</span><span lang="zh-CN">${escaped(chinese)}</span>`;

/** A share in percent, as HTML; a dash where there is none. */
export const shareText = (share: number | null, digits = 2): string =>
  share === null ? '–' : escaped(percentText(share, digits));

/** Rows of cells, HTML already; the first is the head. */
export function tableOf([head = [], ...rows]: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string => row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<table><thead><tr>${cells('th', head)}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}
