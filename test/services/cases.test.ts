import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments } from '../../electron/cli/arguments.ts';
import { predict } from '../../electron/cli/commands/predict.ts';
import type { Output } from '../../electron/cli/output.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { Prediction } from '../../shared/contract/schemas/predict.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { CASES } from '../fixtures/cases.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';

const OPTIONS: Readonly<Record<string, string>> = { image: '--image', strokes: '--strokes', 'predict-idx': '--idx' };

interface Case {
  readonly name: string;
  readonly input: string;
  readonly kind: string;
  readonly truth: number | number[] | null;
  readonly expect: string;
}

type Item = Partial<Prediction> & {
  readonly digit?: number;
  readonly file?: string;
  readonly error?: { readonly code: string };
};

const home = temporaryFolder();
let host: TestHost;
beforeAll(async () => {
  host = await startHost(home.folder);
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

/** The command line's result for files. Throws the error with which it ends. */
async function read(...argv: string[]): Promise<{ items: Item[]; warnings?: { code: string }[] }> {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const output: Output = {
    json: true,
    line: (object) => void lines.push(object),
    say: () => undefined,
    note: () => undefined,
    progress: () => undefined,
  };
  await predict(host.services, parseArguments(['predict', ...argv])!, output);
  return lines.at(-1) as never;
}

const cases = readdirSync(CASES)
  .filter((folder) => /^(png|strokes|pidx)-/.test(folder))
  .map((folder) => JSON.parse(readFileSync(path.join(CASES, folder, 'expected.json'), 'utf8')) as Case);
const fileOf = ({ name, input }: Case): string => path.join(CASES, name, input);

describe('the cases', () => {
  it('are all here', () => {
    expect(cases.length).toBeGreaterThan(70);
  });

  it.each(cases.filter(({ truth }) => truth !== null))('$name: $expect', async (each) => {
    const { items } = await read(OPTIONS[each.kind]!, fileOf(each));
    expect(items.map(({ digit }) => digit)).toEqual([each.truth].flat());
  });

  it.each(cases.filter(({ truth }) => truth === null))('$name: $expect', async (each) => {
    const answer = await read(OPTIONS[each.kind]!, fileOf(each)).catch((thrown: unknown) => thrown);
    if (!(answer instanceof AppError)) return expectUnsure(answer as { items: Item[] });
    expect(answer.code).not.toBe('internal');
    for (const language of ['en', 'zh-CN']) expect(errorWords(answer, language)).not.toMatch(/\{\w+\}|undefined/);
    const place = /drawing (\d+), stroke (\d+), point (\d+)/.exec(each.expect);
    if (place) {
      const [drawing, stroke, point] = place.slice(1).map(Number);
      expect(answer.params).toMatchObject({ drawing, stroke, point });
    }
    if (/nothing is drawn|no digit/.test(each.expect))
      expect(answer).toMatchObject({ code: 'no-ink', params: { file: each.input } });
  });

  /** Two digits in one picture are told as such. */
  function expectUnsure({ items }: { items: Item[] }): void {
    for (const { known, outsider } of items) {
      expect(known).toBeLessThan(0.5);
      expect(outsider).toBe('several');
    }
  }
});

describe('several at once', () => {
  const file = (name: string): string => fileOf(cases.find((each) => each.name === name)!);

  it('are read in order; what cannot be read says so in its place', async () => {
    const { items } = await read(
      '--image',
      file('png-00-baseline-7'),
      file('png-17b-all-black'),
      '/nowhere/7.png',
      file('png-20b-jpeg'),
    );
    expect(items.map(({ file, digit, error }) => [file, digit ?? error?.code])).toEqual([
      ['in.png', 7],
      ['in.png', 'no-ink'],
      ['7.png', 'path-missing'],
      ['in.jpg', 7],
    ]);
  });

  it('images of an IDX file that are otherwise than a model reads them are mended, and that is said', async () => {
    const inverted = await read('--idx', file('pidx-02-inverted'));
    expect(inverted.warnings).toEqual([{ code: 'inverted', highest: 255, mended: true }]);
    const binary = await read('--idx', file('pidx-01-binary-0-1'));
    expect(binary.warnings).toEqual([{ code: 'values-low', highest: 1, mended: true }]);
  });
});
