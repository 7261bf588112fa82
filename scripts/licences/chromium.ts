import type { Part } from './part.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  apos: "'",
  nbsp: ' ',
};

/** What Chromium is made of, out of the page of credits that comes with it. Throws if it is no such page. */
export function chromiumParts(page: string): Part[] {
  const parts = page
    .split('<div class="product">')
    .slice(1)
    .map((product): Part => {
      const [, title = ''] = /<span class="title">([^]*?)<\/span>/.exec(product) ?? [];
      const [, homepage] = /<span class="homepage"><a href="([^"]*)"/.exec(product) ?? [];
      const [, text = ''] = /<pre>([^]*?)<\/pre>/.exec(product) ?? [];
      return {
        name: plain(title).trim(),
        version: null,
        group: 'chromium',
        licence: null,
        homepage: homepage === undefined ? null : plain(homepage),
        text: plain(text).trim(),
        purl: null,
      };
    });
  if (parts.length < 100) throw new Error(`Chromium's credits name ${parts.length} parts: their page has another form`);
  return parts;
}

const plain = (html: string): string =>
  html.replace(
    /&(\w+|#\d+);/g,
    (whole, name: string) =>
      ENTITIES[name] ?? (/^#\d+$/.test(name) ? String.fromCodePoint(Number(name.slice(1))) : whole),
  );
