import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { PRESETS } from '../../shared/model/presets/index.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { seconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { summarise } from '../lib/stats.ts';
import { startTrainerProcess, trainerJob } from '../lib/trainer-process.ts';

/** From the start of a run in a new process to its first step, stage by stage. */
export const startup: Part = { name: 'startup', about: 'from start to the first step, by stage', run: measure };

const STAGES = ['load', 'data', 'build', 'trace', 'graph', 'first-step'] as const;
type Stage = (typeof STAGES)[number];

interface Start {
  /** Seconds from the process's start to the end of the first step. */
  readonly total: number;
  readonly stages: Readonly<Record<Stage, number>>;
}

async function measure(bench: Bench): Promise<PartResult> {
  const repeats = bench.quick ? 3 : 7;
  const starts: Record<string, Start[]> = { tutorial: [] };
  for (let i = 0; i < repeats; i++) starts['tutorial']!.push(await start(bench, tutorial.model));
  for (const { id, model } of PRESETS) if (id !== tutorial.id && !bench.quick) starts[id] = [await start(bench, model)];
  const of = (name: string, value: (start: Start) => number) => summarise(starts[name]!.map(value));
  const total = of('tutorial', ({ total }) => total);
  const table = {
    title: 'From start to the first step, in a new trainer process',
    columns: ['preset', ...STAGES.map((stage) => STAGE_WORDS[stage]), 'in all'],
    rows: Object.keys(starts).map((name) => [
      name,
      ...STAGES.map((stage) => seconds(of(name, ({ stages }) => stages[stage]).median)),
      seconds(of(name, (start) => start.total).median),
    ]),
    notes: [
      `the whole of MNIST; tutorial is the median of ${repeats} starts (${seconds(total.least)} to ${seconds(total.most)}), the others one start each; "in all" has the start of the process too`,
      'the files were read before, so the system had them in memory',
    ],
  };
  return {
    tables: [table],
    goals: [atMost('from start to the first step', total.median, 3, seconds)],
    data: { starts },
  };
}

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  load: 'load TensorFlow',
  data: 'read data',
  build: 'build model',
  trace: 'trace',
  graph: 'load graph',
  'first-step': 'first step',
};

async function start({ folder, data, say }: Bench, model: ModelSpec): Promise<Start> {
  const begun = Date.now();
  const trainer = startTrainerProcess();
  const stages = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<Stage, number>;
  try {
    const stepped = new Promise<number>((resolve) => {
      trainer.onLog((log) => {
        if (log.type === 'stage' && log.stage !== 'features') stages[log.stage] = log.seconds;
        // The log's own time: logs come in slices of a tenth of a second.
        if (log.type === 'steps') resolve((log.time - begun) / 1000);
      });
    });
    const failed = trainer.ended().then(() => Promise.reject(new Error('the run ended before its first step')));
    failed.catch(() => undefined);
    await trainer.client.call('job.start', trainerJob({ folder, data, model }));
    const total = await Promise.race([stepped, failed]);
    say(`${model.name}: ${seconds(total)}`);
    return { total, stages };
  } finally {
    await trainer.end();
  }
}
