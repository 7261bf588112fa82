import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
let data: DataFiles;

/** What trains op by op because it cannot be traced. Nothing does; whoever adds to this says why here and on the screen. */
const FALLS_BACK: readonly string[] = [];

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(path.join(folder, 'data'), 900, 100);
});
afterAll(remove);

describe('every preset on real MNIST', () => {
  it.each(PRESETS.map(({ id }) => id))('%s trains in the graph engine and its loss falls', async (preset) => {
    const { of, error } = await runFit(
      trainJob(path.join(folder, preset), data, {
        preset,
        recipe: {
          epochs: 4,
          batchSize: 64,
          schedule: { kind: 'constant' },
          warmUpEpochs: 0,
          validation: { kind: 'none' },
        },
      }),
    );
    expect(error).toBeNull();
    const [started] = of('started');
    expect({ preset, mode: started!.engine.mode, fallback: started!.engine.fallback }).toEqual(
      FALLS_BACK.includes(preset)
        ? { preset, mode: 'eager', fallback: expect.any(String) as string }
        : { preset, mode: 'graph', fallback: null },
    );
    const losses = of('epoch').map((log) => log.train.loss!);
    expect(losses.at(-1)!).toBeLessThan(0.85 * losses[0]!);
    expect(of('skipped')).toEqual([]);
  });
});
