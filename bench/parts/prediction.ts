import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { Recipe } from '../../shared/contract/schemas/recipe.ts';
import { PRESETS, type Preset } from '../../shared/model/presets/index.ts';
import { epochSeconds, realEpoch } from '../../shared/runs/epoch-time.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count, percent } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { summarise } from '../lib/stats.ts';
import { startTrainerProcess, trainerJob } from '../lib/trainer-process.ts';

/** How far the predicted time of an epoch is from the real one: what the editor and the Train screen show before a run. */
export const prediction: Part = {
  name: 'prediction',
  about: 'the predicted time of an epoch beside the real one, for every preset',
  run: measure,
};

/** As the host probes (services/engine/speeds.ts). */
const PROBE_SECONDS = 2;
/** Real epochs of each preset; the median counts. */
const EPOCHS = 3;

export interface Predicted {
  readonly name: string;
  /** Seconds of an epoch. */
  readonly predicted: number;
  readonly spread: number | null;
  readonly real: number;
}

async function measure(bench: Bench): Promise<PartResult> {
  const subjects = bench.quick ? PRESETS.filter(({ id }) => ['tutorial', 'quick', 'softmax'].includes(id)) : PRESETS;
  const found: Predicted[] = [];
  for (const preset of subjects) {
    bench.say(preset.id);
    found.push(await compare(bench, preset));
  }
  return predictionResult(found);
}

/** A probe, and then a run of the very same model and recipe in the same process. */
async function compare(bench: Bench, { id, model, recipe }: Preset): Promise<Predicted> {
  const trainer = startTrainerProcess();
  try {
    const images = bench.quick ? 6000 : 20_000;
    const own: Recipe = { ...recipe, epochs: EPOCHS, earlyStopping: null };
    const speed = await trainer.client.call('engine.probe', {
      seconds: PROBE_SECONDS,
      subject: { model, recipe: own, task: DIGITS },
    });
    const logs: RunLog[] = [];
    const stop = trainer.onLog((log) => logs.push(log));
    const ended = trainer.ended();
    const { folder, data } = bench;
    await trainer.client.call('job.start', trainerJob({ folder, data, model, recipe: own, limit: images }));
    await ended;
    stop();
    const epochs = logs.flatMap((log) => (log.type === 'epoch' ? [log] : []));
    const started = logs.find((log) => log.type === 'started');
    if (started?.type !== 'started') throw new Error(`${id} has not started`);
    return {
      name: id,
      predicted: epochSeconds(started, speed.imagesPerSecond),
      spread: speed.spread,
      real: realEpoch(started, epochs)!.seconds,
    };
  } finally {
    await trainer.end();
  }
}

const errorOf = ({ predicted, real }: Predicted): number => predicted / real - 1;

/** What the comparisons come to. */
export function predictionResult(found: readonly Predicted[]): PartResult {
  const seconds = (value: number): string => value.toFixed(2);
  const table = {
    title: 'The predicted time of an epoch beside the real one',
    columns: ['preset', 'predicted, s', '±', 'real, s', 'error'],
    rows: found.map((one) => [
      one.name,
      seconds(one.predicted),
      one.spread === null ? '' : percent(one.spread),
      seconds(one.real),
      percent(errorOf(one)),
    ]),
    notes: [
      `a probe of ${count(PROBE_SECONDS)} s, then ${count(EPOCHS)} epochs of the same model by its own recipe in the same process, validation included`,
    ],
  };
  const { median } = summarise(found.map((one) => Math.abs(errorOf(one))));
  return {
    tables: [table],
    goals: [atMost('error of the predicted epoch at the median', median, 0.15, percent)],
    data: { found },
  };
}
