import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formFiles } from '../../test/fixtures/form-files.ts';
import { startCommand } from '../../test/fixtures/command-line.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { growth, megabytes, seconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { residentMemory } from '../lib/resident.ts';
import { fitLine } from '../lib/stats.ts';

/** Filled forms into a table, as the command line reads them: pages a minute, and memory over many pages. */
export const forms: Part = {
  name: 'forms',
  about: 'filled forms into a table: time a page, memory over many',
  run: measure,
};

/** 1,000 pages of ten fields within 25 minutes on two cores. */
const SECONDS_A_PAGE = 1.5;
/** Memory may grow by so many bytes a page: where its line stands, and the allocators' own. */
const BYTES_A_PAGE = 20_000;
/** A4 at 200 dots per inch, of the fixtures' 150. */
const SCALE = 200 / 150;
/** Different pages; they come again under other names. */
const DRAWN = 20;

interface Sample {
  readonly pages: number;
  /** Resident bytes of host, reader and trainer together. */
  readonly bytes: number;
  readonly cpuSeconds: number;
}

async function measure({ quick, folder, say }: Bench): Promise<PartResult> {
  const count = quick ? 40 : 1000;
  const home = path.join(folder, 'forms');
  say(`${DRAWN} pages are filled in`);
  const files = await formFiles(home, DRAWN, { scale: SCALE });
  const pages = path.join(home, 'many');
  mkdirSync(pages);
  for (let i = 0; i < count; i++)
    copyFileSync(path.join(files.pages, `page ${(i % DRAWN) + 1}.jpg`), path.join(pages, `${i + 1}.jpg`));
  const out = path.join(home, 'table.csv');
  const began = performance.now();
  const command = startCommand(path.join(home, 'storage'), [
    ...['read', '--form', files.template, '--images', pages, '--out', out, '--json'],
  ]);
  const samples: Sample[] = [];
  const timer = setInterval(() => {
    const seen = sampleOf(command.child.pid!);
    // At its end, its children are gone before it is.
    if (seen && seen.cpuSeconds >= (samples.at(-1)?.cpuSeconds ?? 0))
      samples.push({ ...seen, pages: command.lines.filter((line) => line.includes('"type":"page"')).length });
    say(`${samples.at(-1)?.pages ?? 0} of ${count} pages`);
  }, 2000);
  const code = await command.ended;
  clearInterval(timer);
  if (code !== 0) throw new Error(`read --form ended with ${code}`);
  const wall = (performance.now() - began) / 1000 / count;
  const settled = samples.filter((each) => each.pages >= count / 5);
  const over = (value: (sample: Sample) => number) =>
    fitLine(
      settled.map((each) => each.pages),
      settled.map(value),
    );
  const cpu = over(({ cpuSeconds }) => cpuSeconds).slope;
  const line = over(({ bytes }) => bytes);
  const peak = Math.max(...samples.map(({ bytes }) => bytes));
  return {
    tables: [
      {
        title: `Filled forms into a table: ${count} pages of ten fields, A4 at 200 dots per inch`,
        columns: ['', ''],
        rows: [
          ['a page', seconds(wall)],
          ['pages a minute', (60 / wall).toFixed(0)],
          ['of the processors, a page', seconds(cpu)],
          ['highest memory: host, reader and trainer', megabytes(peak)],
          ['growth a page, after the first fifth', growth(line.slope)],
        ],
        notes: [`${DRAWN} different pages in MNIST's test digits; those that follow are copies of them`],
      },
    ],
    goals: [
      atMost('seconds a page', wall, SECONDS_A_PAGE, seconds),
      atMost('growth a page, less two standard errors', line.slope - 2 * line.slopeError, BYTES_A_PAGE, growth),
    ],
    data: { count, wall, cpu, peak, line, samples },
  };
}

/** The clock's ticks that Linux tells processors' time in. */
const TICKS = 100;

/** A process and its children, as Linux tells; null where it does not. */
function sampleOf(pid: number): Omit<Sample, 'pages'> | null {
  if (process.platform !== 'linux') return null;
  try {
    const all = [pid, ...childrenOf(pid)];
    const bytes = all.reduce((sum, each) => sum + (residentMemory(each)?.now ?? 0), 0);
    const cpuSeconds = all.reduce((sum, each) => sum + ticksOf(each), 0) / TICKS;
    return { bytes, cpuSeconds };
  } catch {
    // One has just ended.
    return null;
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );

function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
