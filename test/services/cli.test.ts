import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { encodeIdxImages, encodeIdxLabels } from '../../shared/data/idx.ts';
import { commandEnvironment, runCommand, type Outcome } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { idxBytes } from '../fixtures/idx-files.ts';
import { mnistFolder, readMnist } from '../fixtures/mnist.ts';
import { encodePng, pngChunk } from '../fixtures/png.ts';
import { toldSteps } from '../fixtures/told-steps.ts';

let home: { folder: string; remove(): void };
let trained: { run: string; sha: string };

beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

/** Runs the built CLI; with `interruptAfter`, Ctrl+C comes once so many steps were told. */
const inkstone = (args: string[], interruptAfter?: number): Promise<Outcome> =>
  runCommand(
    home.folder,
    args,
    interruptAfter === undefined ? undefined : { afterSteps: interruptAfter, signal: 'SIGINT' },
  );
const train = (...more: string[]): string[] => [
  'train',
  '--preset',
  'tutorial',
  '--data',
  'mnist',
  '--limit',
  '1500',
  '--seed',
  '3',
  '--json',
  ...more,
];

const seven = [
  [
    [10, 10],
    [60, 12],
    [38, 90],
  ],
];
const one = [
  [
    [30, 10],
    [29, 50],
    [28, 92],
  ],
];

describe('inkstone train', () => {
  it('tells each step as JSON and ends with the result', async () => {
    const { code, lines } = await inkstone(train('--epochs', '3'));
    expect(code).toBe(0);
    for (const line of lines.slice(0, -1)) {
      expect(line).toMatchObject({ run: expect.any(String), step: expect.any(Number), epoch: expect.any(Number) });
    }
    const told = lines.filter(({ type }) => type === 'steps') as RunLog[];
    expect(toldSteps(told).map(({ step }) => step)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
    const result = lines.at(-1)!;
    expect(result).toMatchObject({
      type: 'result',
      test: { accuracy: expect.any(Number), n: 10_000, interval95: [expect.any(Number), expect.any(Number)] },
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      engine: { mode: 'graph' },
      stages: { load: expect.any(Number), trace: expect.any(Number), 'first-step': expect.any(Number) },
    });
    // The first fifty steps do not count, and there are no more.
    expect(result['imagesPerSecond']).toBeNull();
    const { accuracy, interval95 } = result['test'] as { accuracy: number; interval95: [number, number] };
    expect(accuracy).toBeGreaterThan(0.75);
    expect(interval95[0]).toBeLessThan(accuracy);
    expect(interval95[1]).toBeGreaterThan(accuracy);
    trained = { run: result['run'] as string, sha: result['weightsSha256'] as string };
  });

  it('interrupted, exits with 130 and says how to go on; resumed, it ends in the very same weights', async () => {
    // Long enough that it is still going when the signal comes, on any machine.
    const long = train('--epochs', '12');
    const whole = await inkstone(long);
    const { code, lines, stderr } = await inkstone(long, 14);
    expect(code).toBe(130);
    expect(lines.at(-1)).toMatchObject({ type: 'interrupted' });
    const run = lines.at(-1)!['run'] as string;
    expect(stderr).toContain(`runs resume ${run}`);
    const resumed = await inkstone(['runs', 'resume', run, '--json']);
    expect(resumed.code).toBe(0);
    expect(resumed.lines.at(-1)).toMatchObject({
      type: 'result',
      run,
      weightsSha256: whole.lines.at(-1)!['weightsSha256'],
    });
  });

  it('brings the Tutorial past 97.5 % on the test images in one epoch of the whole of MNIST', async () => {
    const { code, lines } = await inkstone([
      'train',
      '--preset',
      'tutorial',
      '--epochs',
      '1',
      '--data',
      mnistFolder,
      '--seed',
      '1',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ test: { dataset: 'mnist', n: 10_000 } });
    expect((lines.at(-1)!['test'] as { accuracy: number }).accuracy).toBeGreaterThanOrEqual(0.975);
    expect(lines.at(-1)!['imagesPerSecond']).toBeGreaterThan(0);
  });

  it('takes a folder of IDX files, and several data sets together', async () => {
    const { images, labels } = readMnist('test');
    const folder = path.join(home.folder, 'mine');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'mine-idx3-ubyte'), encodeIdxImages(images.subarray(0, 600 * 784)));
    writeFileSync(path.join(folder, 'mine-idx1-ubyte.gz'), gzipSync(encodeIdxLabels(labels.subarray(0, 600))));
    const { code, lines } = await inkstone([
      'train',
      '--data',
      `${folder}+mnist`,
      '--limit',
      '300',
      '--epochs',
      '1',
      '--json',
    ]);
    expect(code).toBe(0);
    expect((lines.at(-1)!['tests'] as { n: number }[]).map(({ n }) => n)).toEqual(
      [120, 10_000].map((n) => expect.toSatisfy((m: number) => Math.abs(m - n) <= 6)),
    );
  });
});

describe('inkstone evaluate and predict', () => {
  it('evaluates the starter and a run', async () => {
    const starter = await inkstone(['evaluate', '--model', 'starter', '--data', 'mnist', '--json']);
    expect(starter.code).toBe(0);
    expect((starter.lines.at(-1)!['test'] as { accuracy: number }).accuracy).toBeGreaterThanOrEqual(0.992);
    const run = await inkstone(['evaluate', '--model', trained.run, '--data', 'mnist', '--json']);
    expect(run.lines.at(-1)).toMatchObject({ type: 'result', run: trained.run, weightsSha256: trained.sha });
    const folder = path.join(home.folder, 'runs', trained.run, 'model');
    expect((await inkstone(['evaluate', '--model', folder, '--data', 'mnist', '--json'])).lines.at(-1)).toMatchObject({
      weightsSha256: trained.sha,
    });
  });

  it('reads thousands of drawings in their order', async () => {
    const file = path.join(home.folder, 'drawings.json');
    writeFileSync(file, JSON.stringify(Array.from({ length: 3000 }, (_, i) => (i % 2 ? one : seven))));
    const { code, lines } = await inkstone(['predict', '--model', 'starter', '--strokes', file, '--json']);
    expect(code).toBe(0);
    const items = lines.at(-1)!['items'] as { digit: number; probabilities: number[] }[];
    expect(items.map(({ digit }) => digit)).toEqual(Array.from({ length: 3000 }, (_, i) => (i % 2 ? 1 : 7)));
    expect(items[0]!.probabilities).toHaveLength(10);
  });

  it('reads a picture and an IDX file', async () => {
    const { images, labels } = readMnist('test');
    const png = path.join(home.folder, 'digit.png');
    // Dark ink on white paper, four times as large: not MNIST's own form.
    const side = 112;
    const pixels = new Uint8Array(side * side).map((_, i) => {
      const [x, y] = [Math.floor((i % side) / 4), Math.floor(i / side / 4)];
      return 255 - images[y * 28 + x]!;
    });
    writeFileSync(png, encodePng(pixels, side, side));
    const picture = await inkstone(['predict', '--model', 'starter', '--image', png, '--json']);
    expect((picture.lines.at(-1)!['items'] as { digit: number }[])[0]!.digit).toBe(labels[0]);
    const idx = path.join(mnistFolder, 't10k-images-idx3-ubyte.gz');
    const { lines } = await inkstone(['predict', '--idx', idx, '--json']);
    const items = lines.at(-1)!['items'] as { digit: number }[];
    expect(items.filter(({ digit }, i) => digit === labels[i]).length).toBeGreaterThan(9920);
  });

  it('says that a scribble and two digits are no digit, for scripts and for people', async () => {
    const scribble = [
      Array.from({ length: 120 }, (_, i) => {
        const t = i / 6;
        return [Math.sin(2.3 * t) + 0.5 * Math.cos(5.1 * t), Math.cos(1.7 * t) + 0.5 * Math.sin(4.3 * t)];
      }),
    ];
    const beside = (drawing: readonly (readonly (readonly number[])[])[], right: number) =>
      drawing.map((stroke) => stroke.map(([x, y]) => [x! + right, y!]));
    const file = path.join(home.folder, 'no-digits.json');
    writeFileSync(file, JSON.stringify([seven, scribble, [...seven, ...beside(seven, 120)]]));
    const { lines } = await inkstone(['predict', '--strokes', file, '--json']);
    const items = lines.at(-1)!['items'] as { digit: number; known: number; outsider: string | null }[];
    expect(items[0]).toMatchObject({ digit: 7, outsider: null });
    expect(items[0]!.known).toBeGreaterThan(0.9);
    expect(items[1]!.known).toBeLessThan(0.2);
    expect(items.map(({ outsider }) => outsider)).toEqual([null, 'other', 'several']);
    const { stdout } = await inkstone(['predict', '--strokes', file]);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^7 /),
      expect.stringMatching(/^\? {2}not a digit \(would be \d /),
      expect.stringMatching(/^\? {2}more than one digit\? /),
    ]);
  });

  it('reads the same picture in every form that PNG has', async () => {
    const { images, labels } = readMnist('test');
    const paper = Array.from({ length: 784 }, (_, i) => images[i]! < 128);
    const bits = new Uint8Array(28 * 4);
    paper.forEach((white, i) => {
      const [x, y] = [i % 28, Math.floor(i / 28)];
      if (white) bits[y * 4 + (x >> 3)]! |= 0x80 >> (x & 7);
    });
    const samples = (of: (white: boolean) => number[]): Uint8Array => Uint8Array.from(paper.flatMap(of));
    const forms = {
      'one bit': encodePng(bits, 28, 28, { depth: 1 }),
      grey: encodePng(
        samples((white) => [white ? 255 : 0]),
        28,
        28,
      ),
      colour: encodePng(
        samples((white) => (white ? [255, 250, 240] : [20, 30, 90])),
        28,
        28,
        { colourType: 2 },
      ),
      'sixteen bits': encodePng(
        samples((white) => (white ? [255, 255] : [1, 44])),
        28,
        28,
        { depth: 16 },
      ),
      transparent: encodePng(
        samples((white) => [0, 0, 0, white ? 0 : 255]),
        28,
        28,
        { colourType: 6 },
      ),
      palette: encodePng(bits, 28, 28, {
        colourType: 3,
        depth: 1,
        before: [pngChunk('PLTE', Uint8Array.of(20, 30, 90, 255, 250, 240))],
      }),
    };
    for (const [name, png] of Object.entries(forms)) {
      const file = path.join(home.folder, 'form.png');
      writeFileSync(file, png);
      const { lines } = await inkstone(['predict', '--image', file, '--json']);
      expect((lines.at(-1)!['items'] as { digit: number }[])[0]!.digit, name).toBe(labels[0]);
    }
  });

  const bad: [string, string, string, string][] = [
    ['drawings that are no JSON', '--strokes', '[[[', 'strokes-unreadable'],
    ['a point that is no number', '--strokes', JSON.stringify([seven, [[[1, 'x']]]]), 'point-other'],
    ['a drawing without ink', '--strokes', '[[]]', 'no-ink'],
    ['a picture that is none', '--image', 'not a png', 'image-unreadable'],
    ['an IDX file that is none', '--idx', 'nothing of that kind', 'idx-other'],
    ['an IDX file that is a web page', '--idx', '<!DOCTYPE html><html></html>', 'file-is-page'],
    ['an empty IDX file', '--idx', '', 'file-empty'],
  ];
  it('reads images of any type of IDX, and refuses what has none', async () => {
    const { images, labels } = readMnist('test');
    const file = path.join(home.folder, 'other-idx');
    const floats = new Uint8Array(4 * 3 * 784);
    for (let i = 0; i < 3 * 784; i++) new DataView(floats.buffer).setFloat32(4 * i, images[i]! / 255);
    writeFileSync(file, idxBytes(0x0d, [3, 28, 28], floats));
    const read = await inkstone(['predict', '--idx', file, '--json']);
    const { items, warnings } = read.lines.at(-1) as unknown as { items: { digit: number }[]; warnings: object[] };
    expect(items.map(({ digit }) => digit)).toEqual([...labels.subarray(0, 3)]);
    expect(warnings).toEqual([{ code: 'values-scaled', from: 0, to: 1, mended: false }]);
    writeFileSync(file, idxBytes(8, [0, 28, 28], new Uint8Array()));
    const codes = [];
    for (const given of [file, home.folder, path.join(home.folder, 'nowhere')]) {
      const { code, lines } = await inkstone(['predict', '--idx', given, '--json']);
      codes.push([code, (lines.at(-1)!['error'] as { code: string }).code]);
    }
    expect(codes).toEqual([
      [1, 'data-empty'],
      [1, 'not-a-file'],
      [1, 'path-missing'],
    ]);
  });

  it.each(bad)('refuses %s with a clear error', async (_, option, content, errorCode) => {
    const file = path.join(home.folder, 'bad');
    writeFileSync(file, content);
    const { code, lines, stderr } = await inkstone(['predict', option, file, '--json']);
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({ type: 'error', error: { code: errorCode } });
    expect(stderr).not.toMatch(/\{\w+\}|undefined/);
  });
});

describe('inkstone', () => {
  const wrong: [string, string[]][] = [
    ['an unknown command', ['dance']],
    ['an unknown option', train('--fast')],
    ['no data', ['train', '--json']],
    ['a word for a number', train('--epochs', 'many')],
    ['a number out of range', train('--batch-size', '0')],
    ['a port that is none', ['serve', '--port', '99999']],
    ['an unknown preset', ['train', '--preset', 'huge', '--data', 'mnist']],
    ['two things to read', ['predict', '--image', 'a', '--strokes', 'b']],
    ['nothing to read', ['predict']],
    ['no run', ['runs', 'show']],
  ];
  it.each(wrong)('exits with 2 for %s', async (_, args) => {
    const { code, stderr } = await inkstone(args);
    expect(code).toBe(2);
    expect(stderr).toContain('--help');
  });

  it('exits with 1 for what is not there', async () => {
    for (const args of [
      ['evaluate', '--model', 'nobody', '--data', 'mnist'],
      ['runs', 'show', 'nobody'],
      train().map((word) => (word === 'mnist' ? '/nowhere' : word)),
    ]) {
      expect((await inkstone(args)).code).toBe(1);
    }
  });

  it('lists, shows and deletes runs', async () => {
    const list = await inkstone(['runs', 'list', '--json']);
    expect((list.lines.at(-1)!['runs'] as { id: string }[]).map(({ id }) => id)).toContain(trained.run);
    const show = await inkstone(['runs', 'show', trained.run, '--json']);
    expect(show.lines.at(-1)).toMatchObject({ run: { id: trained.run, status: 'finished' }, torn: 0 });
    expect((await inkstone(['runs', 'delete', trained.run])).code).toBe(0);
    expect((await inkstone(['runs', 'show', trained.run])).code).toBe(1);
  });

  it('doctor tells the truth about the engine', async () => {
    const { code, lines } = await inkstone(['doctor', '--json']);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      engine: {
        tensorflow: expect.stringMatching(/^2\./),
        devices: [expect.stringContaining('CPU')],
        threads: expect.any(Number),
      },
    });
    expect(lines.at(-1)!['imagesPerSecond']).toBeGreaterThan(50);
  });

  it('serve prints an address on this machine and ends when asked to', async () => {
    const child = spawn(process.execPath, [path.join(repositoryRoot, 'out/node/cli.cjs'), 'serve', '--json'], {
      env: commandEnvironment(home.folder),
    });
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    const { url } = JSON.parse(chunk.toString()) as { url: string };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/);
    expect((await fetch(url.replace(/token=.*/, 'token=wrong'), { redirect: 'manual' })).status).toBe(401);
    child.kill('SIGTERM');
    await once(child, 'close');
  });
});
