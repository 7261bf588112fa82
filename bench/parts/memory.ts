import { tutorial } from '../../shared/model/presets/tutorial.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { growth, megabytes } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { residentMemory } from '../lib/resident.ts';
import { fitLine, isFlat } from '../lib/stats.ts';
import { startTrainerProcess, trainerJob } from '../lib/trainer-process.ts';

/** Memory of the trainer process: at its highest, and from epoch to epoch. */
export const memory: Part = {
  name: 'memory',
  about: 'memory of the trainer process, and its growth over epochs',
  run: measure,
};

const LIMIT = 1.2e9;
const EPOCHS = 20;
/** Allocators settle in the first epochs; the line goes through the others. */
const SETTLING = 5;
/** Growth an epoch that is the allocator's own: some pages, bytes. */
const PAGES = 100_000;

async function measure(bench: Bench): Promise<PartResult> {
  const whole = await train(bench, { epochs: bench.quick ? 1 : 2, limit: undefined, validation: true });
  // One epoch more: memory read after the last one would include the test that follows it.
  const short = await train(bench, { epochs: EPOCHS + 1, limit: 12_800, validation: false });
  const after = short.byEpoch.slice(SETTLING, EPOCHS);
  const line = fitLine(
    after.map((_, i) => i),
    after,
  );
  const flat = isFlat({ ...line, slope: line.slope - PAGES });
  const table = {
    title: 'Memory of the trainer process: Tutorial CNN on MNIST',
    columns: ['', 'resident'],
    rows: [
      ['highest, MNIST with validation and test', megabytes(whole.peak)],
      [`growth an epoch, epochs ${SETTLING + 1} to ${EPOCHS}`, growth(line.slope)],
      ['its standard error', growth(line.slopeError)],
      [`flat: within two standard errors of ${growth(PAGES)}`, flat ? 'yes' : 'no'],
    ],
    notes: [
      `the second run has ${EPOCHS} epochs of ${short.images} images; memory is read at the end of each`,
      ...(residentMemory(process.pid) ? [] : ['the highest is of what the trainer tells once a second']),
    ],
  };
  const goals = [
    atMost('highest memory of the trainer', whole.peak, LIMIT, megabytes),
    atMost('growth an epoch, less two standard errors', line.slope - 2 * line.slopeError, PAGES, growth),
  ];
  return { tables: [table], goals, data: { peak: whole.peak, byEpoch: short.byEpoch, line } };
}

interface Memory {
  readonly peak: number;
  /** At the end of each epoch. */
  readonly byEpoch: number[];
  readonly images: number;
}

async function train(
  { folder, data, say }: Bench,
  { epochs, limit, validation }: { epochs: number; limit: number | undefined; validation: boolean },
): Promise<Memory> {
  const trainer = startTrainerProcess();
  const byEpoch: number[] = [];
  let [told, peak, images] = [0, 0, 0];
  trainer.client.on('memory', ({ residentBytes }) => {
    told = residentBytes;
    peak = Math.max(peak, residentBytes);
  });
  trainer.onLog((log) => {
    if (log.type === 'started') images = log.trainCount;
    if (log.type !== 'epoch') return;
    const resident = residentMemory(trainer.pid);
    byEpoch.push(resident?.now ?? told);
    say(`epoch ${log.epoch}: ${megabytes(byEpoch.at(-1)!)}`);
  });
  try {
    const ended = trainer.ended();
    const recipe = { epochs, ...(validation ? { validation: { kind: 'stratified', fraction: 0.1 } as const } : {}) };
    await trainer.client.call('job.start', trainerJob({ folder, data, model: tutorial.model, recipe, limit }));
    await ended;
    return { peak: residentMemory(trainer.pid)?.peak ?? peak, byEpoch, images };
  } finally {
    await trainer.end();
  }
}
