import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { RunStore } from '../../electron/services/runs/run-store.ts';
import { arrange, inOrder, sortRuns } from '../../shared/runs/table/arrange.ts';
import { matcher, parseQuery } from '../../shared/runs/table/query.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { milliseconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { writeRunFolders } from '../lib/run-folders.ts';

/** Ten thousand runs on the disk: how much longer the studio takes to open, and how quickly its table answers. */
export const runs: Part = { name: 'runs', about: 'the studio with ten thousand runs on its disk', run: measure };

const spreadSchema = z.object({ least: z.number(), median: z.number(), most: z.number() });
const toldSchema = z.object({
  host: z.number(),
  shown: z.number(),
  complete: z.number(),
  interactions: z.record(z.string(), spreadSchema),
});
type Told = z.infer<typeof toldSchema>;

async function measure({ folder, quick, say }: Bench): Promise<PartResult> {
  const count = quick ? 1000 : 10_000;
  const [empty, full] = [path.join(folder, 'no-runs'), path.join(folder, 'many-runs')];
  for (const home of [empty, full]) fs.mkdirSync(path.join(home, 'runs'), { recursive: true });
  say(`${count} run folders of 50 epochs`);
  const ids = writeRunFolders(path.join(full, 'runs'), { count, epochs: 50, until: Date.now() });
  const store = await measureStore(full, ids);
  await ask(empty);
  const without = await ask(empty);
  say('the first start reads every record, and writes the index');
  const first = await ask(full);
  const later = await ask(full);
  const row = (what: string, of: (told: Told) => number) => [
    what,
    milliseconds(of(without)),
    milliseconds(of(first)),
    milliseconds(of(later)),
  ];
  const more = later.host - without.host + (later.shown - without.shown);
  return {
    tables: [
      {
        title: `Opening the studio in a browser with ${count} runs on its disk`,
        columns: ['', 'no runs', 'many, the first time', 'many, later'],
        rows: [
          row("from the host's start to its address", ({ host }) => host),
          row('from the address to the first rows', ({ shown }) => shown),
          row('from the address to the last page of runs', ({ complete }) => complete),
        ],
      },
      {
        title: `The table of ${count} runs in the browser`,
        columns: ['', 'shortest', 'median', 'longest'],
        rows: Object.entries(later.interactions).map(([what, { least, median, most }]) => [
          what,
          milliseconds(least),
          milliseconds(median),
          milliseconds(most),
        ]),
        notes: ['from the input to the end of the frame that shows it; a frame lasts 16 ms by itself'],
      },
      {
        title: `The store of ${count} runs, in the host`,
        columns: ['', 'time'],
        rows: Object.entries(store).map(([what, time]) => [what, milliseconds(time)]),
      },
    ],
    goals: [
      atMost('opening with many runs, more than with none', more, 1000, milliseconds),
      ...Object.entries(later.interactions).map(([what, { median }]) => atMost(what, median, 50, milliseconds)),
      atMost('opening one run in the host', store['one whole record']!, 50, milliseconds),
    ],
    data: { count, without, first, later, store },
  };
}

async function ask(home: string): Promise<Told> {
  const worker = path.resolve(import.meta.dirname, '..', 'workers', 'run-table.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [worker, home]);
  return toldSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1)!));
}

/** What the host does for a list and a look, in this process. */
async function measureStore(home: string, ids: readonly string[]): Promise<Record<string, number>> {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const times: Record<string, number> = {};
  const timed = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
    const begin = performance.now();
    const value = await work();
    times[what] = performance.now() - begin;
    return value;
  };
  const building = new RunStore(home, quiet);
  await timed('the first list, which reads every record', () => building.list());
  await building.writeIndex();
  const store = new RunStore(home, quiet);
  const all = await timed('the first list of a later start', () => store.list());
  await timed('a list while it is open', () => store.list());
  await timed('one whole record', () => store.get(ids[0]!));
  const sorted = await timed('sorted by accuracy', () => inOrder(sortRuns(all, 'accuracy'), true));
  await timed('grouped by optimizer', () => arrange(sorted, { by: 'optimizer', closed: new Set() }));
  const { terms } = parseQuery('accuracy > 90% optimizer = adam tag:thesis');
  await timed('filtered by three conditions', () => all.filter(matcher(terms, ({ spec }) => spec.name.toLowerCase())));
  // The browser's first start is to read every record again.
  fs.rmSync(path.join(home, 'runs-index.json'));
  return times;
}
