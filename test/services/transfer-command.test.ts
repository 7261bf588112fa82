import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../../electron/trainer/formats/safetensors.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import { runSchema, type Run, type TransferGroup } from '../../shared/contract/schemas/run.ts';
import type { transferFacts } from '../../shared/runs/transfer-report.ts';
import { runCommand, type Interruption, type Outcome } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

type Facts = ReturnType<typeof transferFacts> & { readonly type: string };

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const experiment = (args: readonly string[], interrupt?: Interruption): Promise<Outcome> =>
  runCommand(home.folder, ['experiment', ...args, '--json'], interrupt);
const factsOf = ({ lines }: Outcome): Facts => lines.at(-1) as unknown as Facts;
const fileOf = (run: string, ...names: string[]): string => path.join(home.folder, 'runs', run, ...names);
const recordOf = (run: string): Run => runSchema.parse(JSON.parse(readFileSync(fileOf(run, 'run.json'), 'utf8')));
const weightsOf = (run: string): Map<string, Float32Array> =>
  new Map(
    decodeSafetensors(new Uint8Array(readFileSync(fileOf(run, 'model', 'weights.safetensors')))).tensors.map(
      ({ name, values }) => [name, values],
    ),
  );

describe('inkstone experiment transfer', () => {
  it('is interrupted, goes on, and tells both curves; frozen weights are the base’s to the bit', async () => {
    const recipe = ['--preset', 'lenet5', '--limit', '600', '--epochs', '1', '--batch-size', '16'];
    const choice = [...recipe, '--sizes', '3,all', '--seeds', '1'];
    const cut = await experiment(['transfer', ...choice], { afterSteps: 20, signal: 'SIGINT' });
    expect(cut.code).toBe(130);
    const { experiment: begun, ...before } = factsOf(cut);
    expect([before.type, begun.state, begun.count, begun.done]).toEqual(['interrupted', 'ended', 5, 0]);

    const outcome = await experiment(['resume', begun.id]);
    expect(outcome.stderr).not.toContain('Error');
    expect(outcome.code).toBe(0);
    const { experiment: told, base, points, finding, type } = factsOf(outcome);
    expect(type).toBe('result');
    expect(told).toEqual({ ...begun, state: 'finished', done: 5 });
    expect([told.first, told.second]).toEqual([
      ['0', '1', '2', '3', '4'],
      ['5', '6', '7', '8', '9'],
    ]);
    expect(base).toMatchObject({ status: 'finished', testImages: 5139 });
    expect(points.map(({ arm, perClass, images }) => [arm, perClass, images])).toEqual([
      ['transfer', 3, 3],
      ['transfer', null, 120],
      ['scratch', 3, 3],
      ['scratch', null, 120],
    ]);
    for (const { accuracy, interval95, runs } of points) {
      expect(runs[0]).toMatchObject({ status: 'finished', testImages: 4861 });
      expect(interval95![0]).toBeLessThan(accuracy!);
      expect(interval95![1]).toBeGreaterThan(accuracy!);
      // A fifth is chance.
      expect(accuracy).toBeGreaterThan(0.25);
    }
    expect(finding!.fewest.perClass).toBe(3);

    const [transfer, , scratch] = points.map(({ runs }) => runs[0]!.run) as [string, string, string];
    const [learned, tuned] = [weightsOf(base!.run), weightsOf(transfer)];
    const { from } = recordOf(transfer).spec;
    expect(from).toMatchObject({ model: base!.run, head: 'new', freeze: ['conv2d', 'conv2d_1'] });
    for (const [name, values] of tuned) {
      const isFrozen = name.startsWith('conv2d');
      if (learned.get(name)?.length === values.length)
        expect(isFrozen, name).toBe(String(values) === String(learned.get(name)));
    }
    expect([...tuned.keys()].filter((name) => name.startsWith('conv2d'))).toHaveLength(4);
    const card = modelCardSchema.parse(JSON.parse(readFileSync(fileOf(transfer, 'model', 'model.json'), 'utf8')));
    expect(card.parent).toMatchObject({ ref: base!.run, weightsSha256: from!.weightsSha256 });
    expect([card.known, existsSync(fileOf(scratch, 'from'))]).toEqual([null, false]);

    // Both arms saw the same images, as many as they say.
    const [a, b] = [recordOf(transfer), recordOf(scratch)];
    expect(a.spec.data).toEqual(b.spec.data);
    expect([(a.spec.group as TransferGroup).images, a.totalSteps, b.totalSteps]).toEqual([15, 300, 300]);

    const shown = await experiment(['show', begun.id]);
    expect(factsOf(shown)).toEqual({ type: 'result', experiment: told, base, points, finding });
  });

  it('refuses what cannot be, in words', async () => {
    const error = async (...args: string[]) => {
      const { code, lines } = await experiment(['transfer', ...args]);
      return [code, (lines.at(-1) as { error?: { code: string } } | undefined)?.error?.code];
    };
    expect(await error('--preset', 'softmax')).toEqual([1, 'nothing-to-transfer']);
    expect(await error('--sizes', '50000')).toEqual([1, 'class-too-small']);
    expect(await error('--first', '0,1', '--second', '5,x')).toEqual([1, 'class-unknown']);
    expect(await error('--sizes', '5,lots')).toEqual([2, undefined]);
    expect(await error('--first', '0,1', '--second', '1,2')).toEqual([2, undefined]);
    expect(await error('--validation', 'tail:0.1')).toEqual([2, undefined]);
    expect((await experiment(['show', 'no-such-run'])).lines.at(-1)).toMatchObject({
      error: { code: 'run-not-found' },
    });
    expect((await experiment(['forget'])).code).toBe(2);
  });
});
