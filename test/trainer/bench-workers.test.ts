import { afterAll, expect, it } from 'vitest';
import { run, steps, stock, type Training } from '../../bench/lib/contenders.ts';
import type { Bench } from '../../bench/lib/bench.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { writeMnistFiles } from '../fixtures/train-job.ts';

// Nothing else starts these processes between one measurement and the next, which may be months.
const { folder, remove } = temporaryFolder();
afterAll(remove);

const bench: Bench = {
  quick: true,
  folder,
  data: writeMnistFiles(folder, 512, 10),
  python: null,
  models: [],
  fuzz: { seed: 1, again: null },
  say: () => undefined,
};

const training = (name: string, mode: Training['mode']): Training => ({
  name,
  model: tutorial.model,
  images: 256,
  mode,
});

it.each([
  ['a whole run', run, 'graph'],
  ['steps as a graph', steps, 'graph'],
  ['steps op by op', steps, 'eager'],
  ['stock tfjs-node', stock, 'eager'],
] as const)('measures %s', async (name, start, mode) => {
  const contender = await start(bench, training(name, mode));
  try {
    const turn = await contender.turn();
    expect(turn.amount).toBe(256);
    expect(turn.seconds).toBeGreaterThan(0);
    expect(turn.cpuSeconds).toBeGreaterThan(0);
  } finally {
    await contender.end();
  }
});
