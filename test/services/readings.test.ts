import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments } from '../../electron/cli/arguments.ts';
import { read } from '../../electron/cli/commands/read.ts';
import type { Output } from '../../electron/cli/output.ts';
import { loadSharp } from '../../electron/formats/load-sharp.ts';
import type { Reading, ReadSymbol } from '../../shared/contract/schemas/reading.ts';
import { syntheticDigit } from '../../shared/data/synthetic/digit.ts';
import { PAGE_STEPS } from '../../shared/page/page.ts';
import { stream } from '../../shared/random/random.ts';
import { createCancelSource } from '../../shared/rpc/cancel.ts';
import { CASES } from '../fixtures/cases.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { encodePackedPdf } from '../fixtures/pdf-file.ts';
import { encodePng } from '../fixtures/png.ts';
import { encodeTiff } from '../fixtures/tiff.ts';

interface Case {
  readonly name: string;
  readonly input: string;
  readonly what: string;
  /** One line, or several; "A (or B)" where two texts are right. */
  readonly truth: string | readonly string[];
}

interface Item {
  readonly file: string;
  readonly lines?: readonly {
    readonly text: string;
    readonly value?: string;
    readonly confidence: number;
    readonly sure: boolean;
    readonly page?: number;
    readonly turned?: number;
    readonly symbols: readonly Pick<ReadSymbol, 'label' | 'box' | 'confidence'>[];
  }[];
  readonly error?: { readonly code: string };
}

const home = temporaryFolder();
let host: TestHost;
let window: Window;
beforeAll(async () => {
  host = await startHost(home.folder);
  window = host.window();
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

const cases = readdirSync(CASES)
  .filter((folder) => folder.startsWith('form-'))
  .map((folder) => JSON.parse(readFileSync(path.join(CASES, folder, 'expected.json'), 'utf8')) as Case);
const fileOf = ({ name, input }: Pick<Case, 'name' | 'input'>): string => path.join(CASES, name, input);
const form = (name: string): string => fileOf(cases.find((each) => each.name === name)!);
/** The texts that are right for each line. */
const truths = ({ truth }: Case): string[][] => [truth].flat().map((line) => line.replace(')', '').split(' (or '));

const upload = async (name: string, bytes: Uint8Array): Promise<string> =>
  (await window.call('files.upload', { name, bytes: new Uint8Array(bytes) })).handle;

/** What the command says as JSON, and its exit code. */
async function command(...argv: string[]): Promise<{ code: number; items: Item[] }> {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const output: Output = {
    json: true,
    line: (object) => void lines.push(object),
    say: () => undefined,
    note: () => undefined,
    progress: () => undefined,
  };
  const code = await read(host.services, parseArguments(['read', ...argv])!, output);
  return { code, items: (lines.at(-1) as { items: Item[] }).items };
}

describe('pictures of lines', () => {
  it('are all here', () => expect(cases.length).toBeGreaterThanOrEqual(8));

  it.each(cases)('$name: $what', async (each) => {
    const handle = await upload(each.input, readFileSync(fileOf(each)));
    const { lines, size, kind, milliseconds } = await window.call('readings.read', { source: { handle } });
    const right = truths(each);
    expect(kind).toBe(right.length > 1 ? 'page' : 'line');
    expect(lines).toHaveLength(right.length);
    expect(milliseconds.model).toBeGreaterThan(0);
    lines.forEach(({ text, symbols, sure, classic }, i) => {
      expect(right[i]).toContain(text);
      expect(symbols.map(({ label }) => label).join('')).toBe(text);
      if (text.includes('?')) expect(sure).toBe(false);
      expect(classic!.differs).toBe(classic!.text !== text);
      // Signs stand in the picture, and each behind the one before it.
      symbols.forEach(({ box }, k) => {
        expect(box.x).toBeGreaterThan(-1);
        expect(box.x + box.width).toBeLessThan(size!.width + 1);
        expect(box.y + box.height).toBeLessThan(size!.height + 1);
        if (k > 0) expect(box.x).toBeGreaterThan(symbols[k - 1]!.box.x);
      });
    });
  });

  it('are read by single signs, too, nearly all alike', async () => {
    const texts: string[] = [];
    for (const each of cases.filter(({ truth }) => !/\$/.test(String(truth)))) {
      const handle = await upload(each.input, readFileSync(fileOf(each)));
      const { lines } = await window.call('readings.read', { source: { handle } });
      lines.forEach(({ classic }, i) => texts.push(truths(each)[i]!.includes(classic!.text) ? 'right' : classic!.text));
    }
    expect(texts.filter((text) => text === 'right').length).toBeGreaterThanOrEqual(0.7 * texts.length);
  });

  it('show what was done to them, where that is wished for', async () => {
    const handle = await upload('boxes.png', readFileSync(form('form-08-empty-box')));
    const { looks, cleaning } = await window.call('readings.read', { source: { handle }, looks: true, classic: false });
    expect(looks.map(({ step }) => step)).toEqual([...PAGE_STEPS, 'lines']);
    for (const { image } of looks) expect(image.levels).toHaveLength(image.width * image.height);
    expect(looks.at(-1)!.image.height).toBe(32);
    expect(cleaning!.rules).toBeGreaterThan(0);
  });

  it('are read as what they are said to be', async () => {
    const amount = await command('--image', form('form-04-amount'), form('form-10-dollar'), '--kind', 'amount');
    expect(amount.items.map(({ lines }) => lines!.map(({ text, value }) => [text, value]))).toEqual([
      [['1,234.50', '1234.50']],
      [['45.00', '45.00']],
    ]);
    const code = await command('--image', form('form-03-postal-touching'), '--kind', 'code', '--length', '5');
    expect(code.items[0]!.lines![0]).toMatchObject({ text: '60517' });
    const short = await command('--image', form('form-03-postal-touching'), '--kind', 'code', '--length', '4');
    expect(short.items[0]!.lines![0]).toMatchObject({ text: expect.stringMatching(/^\d{4}$/), sure: false });
    // 60517 is no Luhn code: its last digit is not what the others ask for.
    const checked = await command('--image', form('form-01-postal-plain'), '--kind', 'code', '--check', 'luhn');
    expect(checked.items[0]!.lines![0]!.sure).toBe(false);
  });

  it('that are blank have no lines; what is no picture is told in its place', async () => {
    const blank = path.join(home.folder, 'blank.png');
    writeFileSync(blank, encodePng(new Uint8Array(200 * 100).fill(250), 200, 100));
    const notes = path.join(home.folder, 'notes.txt');
    writeFileSync(notes, 'nothing to see');
    const { code, items } = await command('--image', blank, notes, form('form-01-postal-plain'));
    expect(code).toBe(1);
    expect(items.map(({ file, lines, error }) => [file, lines?.map(({ text }) => text) ?? error?.code])).toEqual([
      ['blank.png', []],
      ['notes.txt', 'image-unreadable'],
      ['in.png', ['48213']],
    ]);
    await expect(command('--image', notes)).rejects.toMatchObject({ code: 'image-unreadable' });
  });
});

describe('a scan of several pages', () => {
  const page = (text: 'one' | 'blank') => {
    const [width, height] = [300, 120];
    const levels = new Uint8Array(width * height).fill(245);
    for (let y = 40; y < 80 && text === 'one'; y++) levels.fill(20, y * width + 150, y * width + 155);
    return { width, height, levels };
  };

  it('is read page by page', async () => {
    const file = path.join(home.folder, 'scan.tif');
    writeFileSync(file, encodeTiff([page('one'), page('blank'), page('one')]));
    const handle = await upload('scan.tif', readFileSync(file));
    expect(await window.call('readings.parts', { handle })).toBe(3);
    const pages: Reading[] = [];
    for (const part of [0, 1, 2]) pages.push(await window.call('readings.read', { source: { handle, part } }));
    expect(pages.map(({ lines }) => lines.map(({ text }) => text))).toEqual([['1'], [], ['1']]);
    await expect(window.call('readings.read', { source: { handle, part: 3 } })).rejects.toMatchObject({
      code: 'image-unreadable',
    });
    const { items } = await command('--image', file);
    expect(items[0]!.lines!.map(({ text, page: its }) => [text, its])).toEqual([
      ['1', 1],
      ['1', 3],
    ]);
  });

  it('may be a PDF whose pages lie on their sides or upside down', async () => {
    const { data, info } = await loadSharp()(form('form-05-three-lines')).greyscale().raw().toBuffer({
      resolveWithObject: true,
    });
    const { width, height } = info;
    const picture = { data: deflateSync(data), width, height, more: { Filter: '/FlateDecode' } };
    const pages = [0, 90, 180, 270].map((rotate) => ({ pictures: [picture], rotate, size: [width, height] as const }));
    const file = path.join(home.folder, 'scan.pdf');
    writeFileSync(file, encodePackedPdf([pages[0]!, pages[3]!]));
    const handle = await upload('scan.pdf', encodePackedPdf(pages));
    expect(await window.call('readings.parts', { handle })).toBe(4);
    for (const part of [0, 1, 2, 3]) {
      const { lines, cleaning, size } = await window.call('readings.read', { source: { handle, part } });
      expect([lines.map(({ text }) => text), cleaning!.quarters]).toEqual([['9041', '377', '25608'], (4 - part) % 4]);
      expect(size).toEqual({ width, height });
    }
    // As a person wants it, whatever it reads then.
    const turned = await window.call('readings.read', { source: { handle }, quarters: 1 });
    expect([turned.size, turned.cleaning!.quarters]).toEqual([{ width: height, height: width }, 1]);
    // The command line tells where in the file's own picture it stands.
    const { items } = await command('--image', file);
    const [upright, onItsSide] = items[0]!.lines!.filter(({ text }) => text === '9041');
    expect([upright!.turned, onItsSide!.page, onItsSide!.turned]).toEqual([undefined, 2, 90]);
    const [was, is] = [upright!.symbols[0]!.box, onItsSide!.symbols[0]!.box];
    expect([is.x, is.y + is.height, is.width]).toEqual(
      [was.y, width - was.x, was.height].map((value) => expect.closeTo(value, 0) as number),
    );
  });

  it('is not read any further once nobody wants it', async () => {
    const handle = await upload('scan.tif', encodeTiff([page('one')]));
    const source = createCancelSource();
    const reading = window.call('readings.read', { source: { handle } }, { signal: source.signal });
    source.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect((await window.call('readings.read', { source: { handle } })).lines).toHaveLength(1);
  });
});

describe('a drawing', () => {
  /** Digits side by side, each a hundred units high. */
  function strokesOf(text: string, seed: number): [number, number][][] {
    const random = stream(seed, 'sample');
    return [...text].flatMap((digit, i) =>
      syntheticDigit(random, Number(digit)).drawing.map((stroke) =>
        stroke.map(([x, y]): [number, number] => [1000 + 110 * i + 100 * x, 500 + 100 * y]),
      ),
    );
  }

  it('is read where it was drawn', async () => {
    let right = 0;
    for (let seed = 0; seed < 10; seed++) {
      const source = { strokes: strokesOf('48213', seed) };
      const read = await window.call('readings.read', { source, kind: 'code', length: 5, classic: false });
      expect(read).toMatchObject({ size: null, cleaning: null, looks: [] });
      const [line] = read.lines;
      if (line!.text === '48213') right++;
      for (const { box } of line!.symbols) {
        expect(box.x).toBeGreaterThan(900);
        expect(box.x + box.width).toBeLessThan(1700);
      }
    }
    expect(right).toBeGreaterThanOrEqual(8);
  });

  it('of a point, or of a stroke that is level, is a line too', async () => {
    for (const strokes of [
      [[[5, 5]]],
      [
        [
          [0, 5],
          [100, 5],
        ],
      ],
    ] as [number, number][][][])
      expect((await window.call('readings.read', { source: { strokes } })).lines).toHaveLength(1);
  });
});

describe('what cannot be asked', () => {
  const strokes: [number, number][][] = [
    [
      [0, 0],
      [0, 10],
    ],
  ];

  it('is refused before anything is read', async () => {
    const ask = (wish: object) => window.call('readings.read', { source: { strokes }, ...wish });
    await expect(ask({ kind: 'code', length: 9, check: 'ean' })).rejects.toMatchObject({
      code: 'code-length',
      params: { length: 9, check: 'ean' },
    });
    await expect(ask({ model: 'starter' })).rejects.toMatchObject({ code: 'model-reads-signs' });
    await expect(ask({ model: 'nobody-20260101' })).rejects.toMatchObject({ code: 'model-not-found' });
  });

  it.each([
    [['--kind', 'word', '--image', 'a.png'], /kind/],
    [['--image', 'a.png', '--length', '5'], /--kind code/],
    [['--image', 'a.png', '--order', 'dmy'], /--kind date/],
    [['--image', 'a.png', '--kind', 'code', '--length', '0'], /--length/],
    [[], /--image/],
  ] as const)('%j is wrong usage', async (argv, words) => {
    await expect(command(...argv)).rejects.toThrow(words);
  });
});

describe('what is sure', () => {
  const shipped = path.join(repositoryRoot, 'resources', 'line-reader');
  const sha = (JSON.parse(readFileSync(path.join(shipped, 'model.json'), 'utf8')) as { weightsSha256: string })
    .weightsSha256;
  const kind = { bias: 0, share: 1, within: 0, lines: 1000, sure: 900, wrong: 3 };

  async function sureWith(name: string, text: string): Promise<boolean> {
    const folder = path.join(home.folder, name);
    mkdirSync(folder, { recursive: true });
    cpSync(shipped, folder, { recursive: true });
    writeFileSync(path.join(folder, 'sure.json'), text);
    const { items } = await command('--image', form('form-01-postal-plain'), '--model', folder);
    return items[0]!.lines![0]!.sure;
  }
  const file = (threshold: number | null, weightsSha256 = sha): string =>
    JSON.stringify({ version: 1, weightsSha256, kinds: { line: { ...kind, threshold } } });

  it('is what was learnt of the model', async () => {
    expect(await sureWith('low', file(0.1))).toBe(true);
    expect(await sureWith('never', file(null))).toBe(false);
    expect(await sureWith('other-weights', file(0.1, 'f'.repeat(64)))).toBe(await sureWith('none', file(0.99)));
  });

  it('is refused where its file is torn', async () => {
    await expect(sureWith('torn', '{"version": 1')).rejects.toMatchObject({ code: 'file-torn' });
    await expect(sureWith('newer', '{"version": 2}')).rejects.toMatchObject({ code: 'file-newer' });
  });
});
