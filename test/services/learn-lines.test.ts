import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallInput } from '../../shared/contract/define.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { KnownLine, LineReading } from '../../shared/contract/schemas/reading.ts';
import { knownSigns } from '../../shared/reading/known-signs.ts';
import { CASES } from '../fixtures/cases.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';

type Page = CallInput<HostCalls, 'readings.signs'>['pages'][number];

const home = temporaryFolder();
let host: TestHost;
let window: Window;
let pages: Page[];

/** A line of which a person says what stands there. */
const known = ({ quad, symbols }: LineReading, text: string): KnownLine => ({
  ...{ quad, text },
  signs: knownSigns(symbols, text)?.map(({ label, symbol }) => ({ label, quad: symbol.quad })) ?? null,
});

/** A picture of the cases as it was read, its lines checked. */
async function readPage(name: string): Promise<Page> {
  const folder = path.join(CASES, name);
  const { input, truth } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
    input: string;
    truth: string | string[];
  };
  const bytes = new Uint8Array(readFileSync(path.join(folder, input)));
  const { handle } = await window.call('files.upload', { name: input, bytes });
  const source = { handle, part: 0 };
  const { lines, cleaning } = await window.call('readings.read', { source, classic: false });
  const texts = [truth].flat();
  return { source, quarters: cleaning!.quarters, lines: lines.map((line, i) => known(line, texts[i]!.split(' ')[0]!)) };
}

beforeAll(async () => {
  host = await startHost(home.folder);
  window = host.window();
  const names = ['form-01-postal-plain', 'form-05-three-lines', 'form-06-skewed', 'form-03-postal-touching'];
  pages = [];
  for (const name of names) pages.push(await readPage(name));
}, 60_000);
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

const signsOf = (some: readonly Page[]): string =>
  some
    .flatMap(({ lines }) => lines.flatMap(({ signs }) => signs?.map(({ label }) => label) ?? []))
    .sort()
    .join('');

it('takes the signs of checked lines into a hand, keeps every fourth page from it, and takes nothing twice', async () => {
  const [first, ...others] = pages;
  const begun = await window.call('readings.signs', { hand: null, name: 'Corrections', pages: [first!] });
  expect(begun).toMatchObject({ added: 5, leftOut: 0, heldOut: 0 });
  const hand = begun.hand!.id;

  const wish = { hand, name: 'Corrections', pages: [first!, ...others] };
  const taken = await window.call('readings.signs', wish);
  expect(taken).toMatchObject({ leftOut: 0, heldOut: 1 });
  const learnt = signsOf(pages.slice(0, 3));
  expect(taken.added).toBe(learnt.length - 5);
  const { samples } = await window.call('hands.get', { id: hand });
  expect(
    samples
      .map(({ label }) => label)
      .sort()
      .join(''),
  ).toBe(learnt);
  // Each is where its sign was read, and so is read as that by a model of single signs, but for a few.
  const ink = await window.call('hands.ink', { id: hand, samples: samples.map(({ id }) => id) });
  const digits = ink.map(({ image }) => image);
  const { items } = await host.services.models.predict('starter', Buffer.concat(digits));
  const right = items.filter(({ index }, i) => String(index) === samples[i]!.label).length;
  expect(right).toBeGreaterThanOrEqual(0.8 * samples.length);

  expect(await window.call('readings.signs', wish)).toMatchObject({ added: 0, leftOut: 0, heldOut: 0 });
  // A picture that was brought once more is the same page.
  const again = await readPage('form-01-postal-plain');
  expect(await window.call('readings.signs', { ...wish, pages: [again] })).toMatchObject({ added: 0, heldOut: 0 });
});

it('has two readers read such lines anew, those that were kept apart from the others', async () => {
  const { id } = (await window.call('hands.list', null))[0]!;
  const models = { before: 'line-reader', after: 'line-reader' } as const;
  const gain = await window.call('readings.gain', { hands: [id], ...models });
  expect(gain.heldOut).toMatchObject({ fields: 1, pages: 1, onlyBefore: 0, onlyAfter: 0, p: 1 });
  expect(gain.learnt).toMatchObject({ fields: 5, pages: 3, onlyBefore: 0, onlyAfter: 0 });
  expect(gain.learnt!.before.accuracy).toBeGreaterThan(0.5);

  // A line that was cut off by a sudden end is passed over.
  const file = path.join(home.folder, 'hands', id, 'lines.jsonl');
  appendFileSync(file, '{"type":"line","page":"to');
  expect(await window.call('readings.gain', { hands: [id], ...models })).toEqual(gain);

  const other = await window.call('hands.create', { name: 'Another', classes: ['0', '1'] });
  expect(await window.call('readings.gain', { hands: [other.id], ...models })).toEqual({ heldOut: null, learnt: null });
  await expect(window.call('readings.gain', { hands: ['hand-00000000'], ...models })).rejects.toMatchObject({
    code: 'hand-not-found',
  });
});

it('leaves out lines of which nobody can tell where each sign stands, or that are not there, and makes no hand for none', async () => {
  const [page] = pages;
  const [line] = page!.lines;
  const elsewhere = line!.quad.map(([x, y]) => [x + 40, y]) as KnownLine['quad'];
  const lines = [known({ ...line!, symbols: [] } as unknown as LineReading, '1234567'), { ...line!, quad: elsewhere }];
  const before = readdirSync(path.join(home.folder, 'hands'));
  expect(await window.call('readings.signs', { hand: null, name: 'None', pages: [{ ...page!, lines }] })).toEqual({
    ...{ hand: null, added: 0, leftOut: 2, heldOut: 0 },
  });
  const impossible = { ...page!, kind: 'code' as const, length: 9, check: 'ean' as const };
  await expect(window.call('readings.signs', { hand: null, name: 'None', pages: [impossible] })).rejects.toMatchObject({
    code: 'code-length',
  });
  expect(readdirSync(path.join(home.folder, 'hands'))).toEqual(before);
});

it('takes a line that was written with the pen', async () => {
  const stroke = (x: number): [number, number][] => [
    [x, 10],
    [x + 3, 60],
  ];
  const source = { strokes: [stroke(10), stroke(60), stroke(110)] };
  const [line] = (await window.call('readings.read', { source, classic: false, kind: 'line' })).lines;
  expect(line!.symbols).toHaveLength(3);
  const lines = [known(line!, '171')];
  const taken = await window.call('readings.signs', {
    hand: null,
    name: 'Pen',
    pages: [{ source, quarters: 0, lines }],
  });
  expect(taken).toMatchObject({ added: 3, leftOut: 0, heldOut: 0, hand: { classes: ['1', '7'], counts: [2, 1] } });
});
