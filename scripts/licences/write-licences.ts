import fs from 'node:fs';
import path from 'node:path';
import { sha256Of } from '../../electron/files/content-hash.ts';
import type { LicenceEntry } from '../../shared/contract/schemas/licences.ts';
import type { Part } from './part.ts';

/**
 * Writes what the window shows of licences: a list of all parts, and each text once, in a file of its own, since together they are
 * megabytes. What was there before goes.
 */
export function writeForWindow(folder: string, parts: readonly Part[]): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const written = new Set<string>();
  const entries = parts.map(({ name, version, group, licence, homepage, text }): LicenceEntry => {
    const file = `${sha256Of(Buffer.from(text)).slice(0, 16)}.txt`;
    if (!written.has(file)) fs.writeFileSync(path.join(folder, file), `${text}\n`);
    written.add(file);
    return { name, version, group, licence, homepage, text: file };
  });
  fs.writeFileSync(path.join(folder, 'index.json'), JSON.stringify(entries));
}

const RULE = '='.repeat(78);

/** All of it as one text, for a package. Chromium's parts stand in the page that comes with it. */
export function licencesText(parts: readonly Part[]): string {
  const shown = parts.filter(({ group }) => group !== 'chromium');
  const head = [
    'Inkstone and what it is made of, with their licences.',
    'What Chromium is made of stands in LICENSES.chromium.html, beside this file or in /opt/inkstone.',
    '',
    ...shown.map(
      ({ name, version, licence }) => `  ${[name, version].filter(Boolean).join(' ')}: ${licence ?? 'see below'}`,
    ),
  ];
  const texts = shown.map(({ name, version, licence, homepage, text }) =>
    ['', RULE, [name, version].filter(Boolean).join(' '), licence, homepage, RULE, '', text]
      .filter((line) => line !== null)
      .join('\n'),
  );
  return `${[...head, ...texts].join('\n')}\n`;
}
