import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root } from '../../scripts/lib/root.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { milliseconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { summarise } from '../lib/stats.ts';
import { askWindow } from '../lib/window.ts';

/** From the start of a packed program to a pad that can be drawn on, and to the first reading. */
export const packed: Part = {
  name: 'packed',
  about: 'from the start of a packed program (npm run package) to a pad, and to the first reading',
  run: measure,
};

const startedSchema = z.array(z.object({ pad: z.number(), reading: z.number(), cpu: z.number() })).min(1);

/** The packed program: what INKSTONE_APP names, or what was packed here last. */
const program = (): string =>
  process.env['INKSTONE_APP'] || path.join(root, 'dist', 'linux-unpacked', 'inkstone-studio.bin');

async function measure(bench: Bench): Promise<PartResult> {
  const title = 'From the start of the packed program to a pad that can be drawn on';
  const told = existsSync(program())
    ? await askWindow(startedSchema, 'packed-start.ts', program(), bench.quick ? '5' : '15')
    : { missing: `${program()} is missing: npm run package makes it` };
  if ('missing' in told) {
    const table = { title, columns: ['not measured'], rows: [[told.missing]] };
    return { tables: [table], goals: [], data: told };
  }
  const of = (key: keyof (typeof told)[number]) => summarise(told.map((start) => start[key]));
  const row = (what: string, { median, least, most }: ReturnType<typeof of>) => [
    what,
    ...[median, least, most].map(milliseconds),
  ];
  const [pad, reading] = [of('pad'), of('reading')];
  const table = {
    title,
    columns: ['', 'median', 'least', 'most'],
    rows: [
      row('to the pad', pad),
      row('user time of all of its processes until then, the trainer too', of('cpu')),
      row("from the first stroke's end to its reading", reading),
    ],
    notes: [
      `${told.length} starts, each on a storage of its own; the stroke begins with the pad and takes 0.4 s`,
      'the files were read before, so the system had them in memory',
    ],
  };
  const goals = [
    atMost('from the start to a pad, median', pad.median, 1500, milliseconds),
    atMost("from the first stroke's end to its reading, median", reading.median, 500, milliseconds),
  ];
  return { tables: [table], goals, data: { starts: told } };
}
