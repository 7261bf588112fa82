import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, type Line, type Outcome } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { idxBytes } from '../fixtures/idx-files.ts';
import { mnistFolder, readMnist } from '../fixtures/mnist.ts';
import { ownSigns } from '../fixtures/own-signs.ts';
import { writeFiles, type Files } from '../fixtures/staging.ts';

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const inkstone = (...args: string[]): Promise<Outcome> => runCommand(home.folder, [...args, '--json']);
const result = ({ lines }: Outcome): Line => lines.at(-1)!;

function folderOf(name: string, files: Files): string {
  const folder = path.join(home.folder, 'files', name);
  mkdirSync(folder, { recursive: true });
  writeFiles(folder, files);
  return folder;
}

/** Real digits, as somebody's pair of IDX files, changed as wished. */
function digits(change: (image: Uint8Array) => Uint8Array = (image) => image): Files {
  const { images, labels } = readMnist('test');
  const all = Array.from({ length: 200 }, (_, i) => change(images.subarray(i * 784, (i + 1) * 784)));
  return {
    'images-idx3': idxBytes(8, [200, 28, 28], Buffer.concat(all)),
    'labels-idx1': idxBytes(8, [200], labels.subarray(0, 200)),
  };
}

describe('inkstone data', () => {
  it('imports a folder of pictures, shows, renames and removes it', async () => {
    const folder = folderOf('signs', { ...ownSigns(6), 'notes.txt': 'mine' });
    const imported = await inkstone(
      'data',
      'import',
      folder,
      '--name',
      'Signs',
      '--classes',
      'A,B,C',
      '--test-fraction',
      '0.5',
    );
    expect(imported.code).toBe(0);
    expect(result(imported)).toMatchObject({
      type: 'result',
      dataset: {
        id: expect.stringMatching(/^set-[0-9a-f]{16}$/) as string,
        name: 'Signs',
        task: { inputShape: [32, 32, 1], classes: ['A', 'B', 'C'] },
        trainCount: 9,
        testCount: 9,
      },
      skipped: [{ file: 'notes.txt', reason: 'not-understood' }],
      warnings: [{ code: 'inverted', mended: true }],
    });
    expect(imported.stderr).toContain('Dark and light are inverted');
    const { id } = result(imported)['dataset'] as { id: string };
    const renamed = await inkstone('data', 'rename', id, 'My signs');
    expect(result(renamed)).toMatchObject({ dataset: { id, name: 'My signs' } });
    expect(result(await inkstone('data', 'show', id))).toMatchObject({
      dataset: { name: 'My signs', histogram: [3, 3, 3] },
    });
    expect((await inkstone('data', 'remove', id)).code).toBe(0);
    expect(result(await inkstone('data', 'show', id))).toMatchObject({ error: { code: 'dataset-not-found' } });
  });

  it('asks which of several is meant, and takes the one that is named', async () => {
    const pair = (name: string, most: number): Files => ({
      [`${name}-images`]: idxBytes(
        8,
        [20, 8, 8],
        Uint8Array.from({ length: 1280 }, (_, i) => (i * 7) % 256),
      ),
      [`${name}-labels`]: idxBytes(
        8,
        [20],
        Uint8Array.from({ length: 20 }, (_, i) => i % most),
      ),
    });
    const folder = folderOf('several', { ...pair('few', 3), ...pair('many', 20) });
    const asked = await inkstone('data', 'import', folder);
    expect(asked.code).toBe(1);
    expect(result(asked)).toMatchObject({ error: { code: 'several-data-sets', params: { choices: ['few', 'many'] } } });
    const chosen = await inkstone('data', 'import', folder, '--choose', 'few');
    expect(result(chosen)).toMatchObject({ dataset: { task: { classes: ['0', '1', '2'] } } });
    expect(result(await inkstone('data', 'import', folder, '--choose', 'none'))).toMatchObject({
      error: { code: 'choice-unknown' },
    });
    expect((await inkstone('data', 'import', folder, '--mend', 'everything')).code).toBe(2);
  });

  it('has the starter look at digits: what is inverted or turned is found, and mended where it is sure', async () => {
    const wrong: Readonly<Record<string, (image: Uint8Array) => Uint8Array>> = {
      inverted: (image) => image.map((level) => 255 - level),
      transposed: (image) => image.map((_, i) => image[(i % 28) * 28 + Math.floor(i / 28)]!),
    };
    const right = result(await inkstone('data', 'import', folderOf('right', digits())));
    expect(right).toMatchObject({ warnings: [] });
    for (const [code, change] of Object.entries(wrong)) {
      const folder = folderOf(code, digits(change));
      expect(result(await inkstone('data', 'import', folder))).toMatchObject({ warnings: [{ code, mended: true }] });
      const plain = result(await inkstone('data', 'import', folder, '--mend', 'none'));
      expect(plain).toMatchObject({ warnings: [{ code, mended: false }] });
      const tested = result(await inkstone('evaluate', '--model', 'starter', '--data', folder));
      expect((tested['test'] as { accuracy: number }).accuracy).toBeGreaterThan(0.9);
    }
  });

  it('keeps drawings as they were written where that is wished, and says to which framing they came', async () => {
    const strokeOf = (i: number) => [
      [0, 0],
      [3 * i, i % 2 === 0 ? 20 : 80],
    ];
    const drawings = Array.from({ length: 12 }, (_, i) => ({ label: 'lL'[i % 2], strokes: [strokeOf(i)] }));
    const folder = folderOf('strokes', { 'mine.json': JSON.stringify(drawings) });
    const imported = result(await inkstone('data', 'import', folder, '--framing', 'as-written'));
    expect(imported).toMatchObject({ dataset: { framing: 'as-written', trainCount: 10, testCount: 2 } });
    const centred = result(await inkstone('data', 'import', folder));
    expect(centred).toMatchObject({ dataset: { framing: 'centred' } });
    const refused = await inkstone('data', 'import', folder, '--framing', 'crooked');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--framing is one of centred, as-written; not crooked');
  });

  it('reads paths with a plus in them, alone and joined with others', async () => {
    const folder = folderOf('my+own digits', digits());
    const tested = result(await inkstone('evaluate', '--model', 'starter', '--data', `${folder}+mnist`));
    expect((tested['tests'] as { n: number }[]).map(({ n }) => n)).toEqual([expect.any(Number), 10_000]);
    const missing = await inkstone('evaluate', '--model', 'starter', '--data', `${folder}x`);
    expect(result(missing)).toMatchObject({ error: { code: 'path-missing', params: { path: `${folder}x` } } });
    const unknown = await inkstone('evaluate', '--model', 'starter', '--data', 'nothing');
    expect(result(unknown)).toMatchObject({ error: { code: 'dataset-not-found', params: { id: 'nothing' } } });
  });

  it('imported by two processes at once is one whole data set, for both', async () => {
    const folder = folderOf('both', digits());
    const both = await Promise.all([inkstone('data', 'import', folder), inkstone('data', 'import', folder)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const [one, two] = both.map((outcome) => result(outcome)['dataset'] as { id: string; trainCount: number });
    expect(one).toEqual(two);
    expect(result(await inkstone('data', 'show', one!.id))).toMatchObject({ dataset: { trainCount: 160 } });
  });

  it('says what MNIST is still read from when its own copy is removed, and that it keeps its name', async () => {
    const removed = result(await inkstone('data', 'remove', 'mnist'));
    expect(removed).toMatchObject({ dataset: { id: 'mnist', readFrom: mnistFolder } });
    expect(result(await inkstone('data', 'rename', 'mnist', 'Mine'))).toMatchObject({
      error: { code: 'dataset-names-fixed' },
    });
  });
});
