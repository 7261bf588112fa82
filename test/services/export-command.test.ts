import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const home = temporaryFolder();
const elsewhere = temporaryFolder();
const at = (name: string): string => path.join(elsewhere.folder, name);
const exported = (...args: string[]) => runCommand(home.folder, ['export', '--model', 'starter', ...args]);

beforeAll(() => void mkdirSync(elsewhere.folder, { recursive: true }));
afterAll(() => {
  home.remove();
  elsewhere.remove();
});

describe('`export`', () => {
  it('with rounded weights tells what they save and cost', async () => {
    const out = at('starter.onnx');
    const { code, lines } = await exported('--format', 'onnx', '--weights', 'int8', '--out', out, '--json');
    expect(code).toBe(0);
    const result = lines.at(-1)!;
    expect(result).toMatchObject({
      type: 'result',
      format: 'onnx',
      weights: 'int8',
      verified: { images: 1000, agree: 1000 },
      cost: { images: 1000 },
    });
    const { size } = statSync(out);
    expect(result['bytes']).toBe(size);
    expect(size).toBeLessThan(0.4 * (result['cost'] as { fullBytes: number }).fullBytes);
  });

  it('says it in words, too, and nothing of a cost where there is none', async () => {
    const out = at('words.inkstone.zip');
    const { code, stdout } = await exported('--format', 'studio', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toContain("1000 of 1000 answers are the model's, probabilities within 0.0");
    expect(stdout).not.toContain('instead of');
    expect(existsSync(out)).toBe(true);
  });

  it('refuses words that it does not know as wrong usage, and weights that a format cannot hold as they are', async () => {
    const before = readdirSync(elsewhere.folder);
    expect((await exported('--format', 'onnx', '--weights', 'int7', '--out', at('m'))).code).toBe(2);
    expect((await exported('--format', 'tflite', '--out', at('m'))).code).toBe(2);
    const refused = await exported('--format', 'keras', '--weights', 'int8', '--out', at('m'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Keras cannot hold int8 weights');
    expect(readdirSync(elsewhere.folder)).toEqual(before);
  });
});
