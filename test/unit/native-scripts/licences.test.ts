import fs from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { licenceListSchema } from '../../../shared/contract/schemas/licences.ts';
import { listBundled, packageFolder } from '../../../scripts/licences/bundled.ts';
import { chromiumParts } from '../../../scripts/licences/chromium.ts';
import { nativeParts } from '../../../scripts/licences/native-parts.ts';
import { folderOf, npmPart } from '../../../scripts/licences/npm-part.ts';
import { ownParts } from '../../../scripts/licences/own-parts.ts';
import { faultOf, type Part } from '../../../scripts/licences/part.ts';
import { billOfMaterials } from '../../../scripts/licences/sbom.ts';
import { licencesText, writeForWindow } from '../../../scripts/licences/write-licences.ts';
import { repositoryRoot, temporaryFolder } from '../../fixtures/folders.ts';

let home: { folder: string; remove(): void };
beforeEach(() => (home = temporaryFolder()));
afterEach(() => home.remove());

const MIT = fs.readFileSync(path.join(repositoryRoot, 'LICENSE'), 'utf8');
const part = (changes: Partial<Part> = {}): Part => ({
  name: 'some',
  version: '1.0.0',
  group: 'program',
  licence: 'MIT',
  homepage: null,
  text: MIT,
  purl: 'pkg:npm/some@1.0.0',
  ...changes,
});

describe('a licence', () => {
  it.each([
    ['whose text is missing', { text: ' \n' }, /text is missing/],
    ['that is not told', { licence: null }, /is unknown/],
    ['that nobody has looked at', { licence: 'MIT AND SSPL-1.0' }, /nobody has looked at SSPL-1\.0/],
    ['whose text is another one’s', { licence: 'Apache-2.0' }, /not that of Apache-2\.0/],
    ['of several, one text of which is missing', { licence: 'MIT AND BSD-3-Clause' }, /not that of BSD-3-Clause/],
    ['of a part of Chromium without a text', { group: 'chromium' as const, licence: null, text: '' }, /missing/],
  ])('%s is a fault', (_what, changes, fault) => expect(faultOf(part(changes))).toMatch(fault));

  it('that is known and has its text is none, line breaks or not', () => {
    expect(faultOf(part())).toBeNull();
    expect(faultOf(part({ text: MIT.replace(/ /g, '\n') }))).toBeNull();
  });
});

describe('a package of npm’s', () => {
  /** A package in a folder. */
  function lay(files: Readonly<Record<string, string>>, license?: unknown): Part {
    const own = { name: 'made-up', version: '2.0.0', license };
    for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(own), ...files }))
      fs.writeFileSync(path.join(home.folder, name), text);
    return npmPart(home.folder);
  }

  it('tells its licence and all its texts', () => {
    const { name, licence, text, purl } = lay({ 'LICENSE.md': 'one', NOTICE: 'two', 'licenses.js': 'no' }, '(MIT)');
    expect({ name, licence, text, purl }).toEqual({
      name: 'made-up',
      licence: 'MIT',
      text: 'one\n\ntwo',
      purl: 'pkg:npm/made-up@2.0.0',
    });
  });

  it('that tells nothing, or not all, is a fault', () => {
    expect(faultOf(lay({}, 'MIT'))).toMatch(/missing/);
    expect(faultOf(lay({ LICENSE: MIT }))).toMatch(/unknown/);
    expect(faultOf(lay({ LICENSE: MIT }, { type: 'MIT' }))).toMatch(/unknown/);
  });

  it('that names Apache’s licence alone gets its text', () => {
    expect(faultOf(lay({}, 'Apache-2.0'))).toMatch(/missing/);
    expect(faultOf(lay({ LICENSE: 'Copyright Somebody. Apache License, Version 2.0.' }, 'Apache-2.0'))).toBeNull();
  });

  it('has the checksum of the lock file', () => {
    expect(npmPart(folderOf('vue')).sha512).toMatch(/^[0-9a-f]{128}$/);
  });

  it.each(['@embedpdf/pdfium', 'onnxruntime-web', 'sirv', 'seedrandom', 'tr46', 'umap-js', '@tensorflow/tfjs-layers'])(
    '%s, which is special, is whole',
    (name) => expect(faultOf(npmPart(folderOf(name)))).toBeNull(),
  );
});

describe('what is bundled', () => {
  it('is what the bundlers say, nested packages by their own folders', () => {
    const at = (...parts: string[]): string => path.join(repositoryRoot, 'node_modules', ...parts);
    const bundled = listBundled();
    const module = (renderedLength: number) => ({ renderedLength });
    bundled.plugin().generateBundle(null, {
      'a.js': {
        type: 'chunk',
        modules: {
          [at('vue', 'dist', 'x.js')]: module(9),
          [`\0${at('@vue', 'shared', 'x.js')}?commonjs-module`]: module(1),
          [at('zod', 'x.js')]: module(0),
          [at('axe-core', 'x.css')]: module(0),
          [path.join(repositoryRoot, 'shared', 'x.ts')]: module(5),
          '\0virtual': module(5),
        },
      },
      'a.png': { type: 'asset' },
      'a.woff2': {
        type: 'asset',
        originalFileNames: ['../node_modules/@fontsource/stix-two-math/files/a.woff2', 'styles/own.woff2'],
      },
    });
    expect([...bundled.folders].sort()).toEqual([
      at('@fontsource', 'stix-two-math'),
      ...[at('@vue', 'shared'), at('axe-core'), at('vue')],
    ]);
    expect(packageFolder(at('eslint', 'node_modules', 'ajv', 'lib', 'x.js'))).toBe(at('eslint', 'node_modules', 'ajv'));
  });
});

it('Chromium’s credits are read one by one, and another form of them is an error', () => {
  const product = (i: number): string =>
    `<div class="product">\n<span class="title">A &amp; B ${i}</span>
     <span class="homepage"><a href="https://a.example/">homepage</a></span><div class="licence">
     <pre>&lt;text&gt; &#169; ${i}\n</pre></div></div>`;
  const parts = chromiumParts(`<html>${Array.from({ length: 120 }, (_, i) => product(i)).join('\n')}`);
  expect(parts).toHaveLength(120);
  expect(parts[7]).toMatchObject({ name: 'A & B 7', homepage: 'https://a.example/', text: '<text> © 7' });
  expect(() => chromiumParts('<html>another form')).toThrow(/another form/);
});

describe('what is written', () => {
  const parts = [part(), part({ name: 'other', version: null }), part({ name: 'third', text: 'Another text' })];

  it('is a list for the window, each text once', () => {
    const folder = path.join(home.folder, 'licences');
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'old.txt'), 'from before');
    writeForWindow(folder, parts);
    const list = licenceListSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, 'index.json'), 'utf8')));
    expect(list.map(({ name }) => name)).toEqual(['some', 'other', 'third']);
    expect(fs.readdirSync(folder)).toHaveLength(3);
    expect(fs.readFileSync(path.join(folder, list[2]!.text), 'utf8')).toBe('Another text\n');
  });

  it('is one text for a package, without Chromium’s parts', () => {
    const text = licencesText([...parts, part({ name: 'of Chromium', group: 'chromium' })]);
    expect(text).toContain('some 1.0.0: MIT');
    expect(text).toContain('Another text');
    expect(text).not.toContain('of Chromium');
  });
});

describe('the bill of materials', () => {
  const schema = (name: string): object =>
    JSON.parse(
      fs.readFileSync(
        path.join(repositoryRoot, 'test', 'fixtures', 'cyclonedx', `${name}.SNAPSHOT.schema.json`),
        'utf8',
      ),
    ) as object;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const valid = ajv.compile(schema('bom-1.5'));

  it('is CycloneDX 1.5, has native parts with versions and checksums, and is the same each time', () => {
    const native = nativeParts({ engine: null, electron: null, node: process.execPath, checksums: false });
    const shipped = { path: 'tensorflow/lib.so', sha256: 'ab'.repeat(32) };
    const all = [
      ...ownParts(),
      ...['vue', 'h5wasm', 'google-protobuf'].map((name) => npmPart(folderOf(name))),
      part({ name: 'TensorFlow', version: '2.18.1', purl: 'pkg:pypi/tensorflow-cpu@2.18.1', files: [shipped] }),
      ...native,
      part({ name: 'of Chromium', group: 'chromium' }),
    ];
    const bill = billOfMaterials(all, '1.2.3') as { components: Record<string, unknown>[] };
    valid(bill);
    expect(valid.errors).toBeNull();
    expect(billOfMaterials(all, '1.2.3')).toEqual(bill);
    const named = (name: string) => bill.components.find((each) => each['name'] === name);
    expect(named('TensorFlow')).toMatchObject({
      version: '2.18.1',
      components: [{ name: shipped.path, hashes: [{ alg: 'SHA-256', content: shipped.sha256 }] }],
    });
    expect(named('vue')).toMatchObject({ purl: expect.stringMatching(/^pkg:npm\/vue@3/) as string });
    expect(named('Node.js')).toMatchObject({ version: process.versions.node });
    expect(named('of Chromium')).toBeUndefined();
    // Each reference once, or the schema's own rule of unique ones means nothing.
    const refs = bill.components.map((each) => each['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('would be refused by its schema if it were none', () => {
    expect(valid({ ...billOfMaterials([part({ licence: 'NO-SUCH' })], '1.2.3') })).toBe(false);
  });

  it('native parts that are at hand are whole', () => {
    const native = nativeParts({ engine: null, electron: null, node: process.execPath, checksums: false });
    expect(native.map(({ name }) => name)).toEqual(expect.arrayContaining(['Node.js', 'Dawn (webgpu)', 'sharp']));
    expect(native.map(faultOf).filter(Boolean)).toEqual([]);
  });
});
