import { symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readTemplateFile } from '../../electron/services/forms/template-files.ts';
import type { ReaderLink } from '../../electron/reader-link/reader-link.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const temporary = temporaryFolder();
const folder = path.join(temporary.folder, 'here');
mkdirSync(folder);
afterAll(() => temporary.remove());

const opened: string[] = [];
const reader = {
  call: (_name: string, { path: file }: { path: string }) => {
    opened.push(file);
    return Promise.resolve({ width: 300, height: 300, levels: new Uint8Array(90_000), factor: 1 });
  },
} as unknown as Pick<ReaderLink, 'call'>;

function template(scan: string): string {
  const file = path.join(folder, 'bill.form.json');
  writeFileSync(file, JSON.stringify({ version: 1, name: 'Bill', scan, fields: [] }));
  return file;
}
const read = (scan: string) => readTemplateFile(reader, template(scan), path.join(folder, 'spare'));

it('opens the scan beside a template or below, and no other file, whatever link leads to it', async () => {
  const outside = path.join(temporary.folder, 'private.png');
  writeFileSync(outside, 'x');
  writeFileSync(path.join(folder, 'scan.png'), 'x');
  symlinkSync(outside, path.join(folder, 'link.png'));
  symlinkSync(path.join(folder, 'scan.png'), path.join(folder, 'own.png'));
  for (const scan of ['scan.png', './scan.png', 'own.png']) expect(await read(scan)).toMatchObject({ name: 'Bill' });
  const invalid = { code: 'form-file-invalid', params: { file: 'bill.form.json' } };
  for (const scan of ['../private.png', outside, 'link.png']) await expect(read(scan)).rejects.toMatchObject(invalid);
  await expect(read('none.png')).rejects.toMatchObject({ code: 'form-scan-missing', params: { scan: 'none.png' } });
  expect(opened.map((file) => path.basename(file))).toEqual(['scan.png', 'scan.png', 'own.png']);
});

it('says what keeps a template from being read', async () => {
  const missing = path.join(folder, 'no.form.json');
  await expect(readTemplateFile(reader, missing, folder)).rejects.toMatchObject({ code: 'path-missing' });
  const below = path.join(template('scan.png'), 'x');
  await expect(readTemplateFile(reader, below, folder)).rejects.not.toMatchObject({ code: 'path-missing' });
});
