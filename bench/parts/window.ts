import { z } from 'zod';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { milliseconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { askWindow } from '../lib/window.ts';

/** How quickly the window answers while a model trains. */
export const window: Part = {
  name: 'window',
  about: 'how quickly the window answers while a model trains',
  run: measure,
};

const percentiles = z.object({ n: z.number(), median: z.number(), p99: z.number() });
const answers = z.object({ calls: percentiles, input: percentiles });
const latencySchema = z.object({ seconds: z.number(), idle: answers, training: answers });

async function measure(bench: Bench): Promise<PartResult> {
  const told = await askWindow(latencySchema, 'ui-latency.ts', bench.quick ? '5' : '12');
  const title = 'The window while the Tutorial CNN trains on MNIST';
  if ('missing' in told) {
    const table = { title, columns: ['not measured'], rows: [[told.missing]] };
    return { tables: [table], goals: [], data: told };
  }
  const { idle, training, seconds } = told;
  const row = (what: string, of: 'calls' | 'input') => [
    what,
    ...[idle, training].flatMap((state) => [milliseconds(state[of].median), milliseconds(state[of].p99)]),
  ];
  const table = {
    title,
    columns: ['', 'idle, median', 'idle, 99 %', 'training, median', 'training, 99 %'],
    rows: [
      row('a call from the page to main and back', 'calls'),
      row("a mouse movement to the page's handler", 'input'),
    ],
    notes: [`${seconds} seconds each`],
  };
  const goals = [
    atMost('a call while training, median', training.calls.median, 16, milliseconds),
    atMost('a call while training, 99 %', training.calls.p99, 50, milliseconds),
    atMost('a mouse movement while training, median', training.input.median, 16, milliseconds),
    atMost('a mouse movement while training, 99 %', training.input.p99, 50, milliseconds),
  ];
  return { tables: [table], goals, data: { seconds, idle, training } };
}
