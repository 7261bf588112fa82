// The benchmark suite: measures, prints tables and writes all numbers to bench/results/. See lib/options.ts for how it is called.
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../test/fixtures/folders.ts';
import { writeMnistFiles } from '../test/fixtures/train-job.ts';
import type { Bench, Part } from './lib/bench.ts';
import { machine } from './lib/machine.ts';
import { readOptions, USAGE, type Options } from './lib/options.ts';
import { findPeers, installPeers } from './lib/peers.ts';
import { reportText, type PartReport, type Report } from './lib/report.ts';
import { PARTS } from './parts/index.ts';

const say = (text: string): void => console.error(`  ${text}`);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), PARTS);
  if (options === null) {
    console.error(USAGE(PARTS));
    return 2;
  }
  const { from, markdown } = options;
  const report = from === null ? await measure(options) : (JSON.parse(fs.readFileSync(from, 'utf8')) as Report);
  console.log(reportText(report, markdown ? 'markdown' : 'text'));
  return report.parts.some(({ failure }) => failure !== null) ? 1 : 0;
}

async function measure({ parts, quick, peers, out, fuzz, models }: Options<Part>): Promise<Report> {
  if (peers && findPeers() === null) await installPeers();
  const begun = new Date();
  const on = machine();
  const { folder, remove } = temporaryFolder();
  // Also after Ctrl-C; workers end as their input does.
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const data = writeMnistFiles(folder, 60_000, 10_000);
  const done: PartReport[] = [];
  for (const part of parts)
    done.push(await runPart(part, { quick, folder, data, python: findPeers(), fuzz, models, say }));
  const report: Report = { version: 1, date: begun.toISOString(), quick, machine: on, parts: done };
  const file = out ?? path.join(import.meta.dirname, 'results', `${report.date.replaceAll(':', '-')}.json`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  console.error(`All numbers are in ${file}`);
  return report;
}

/** A part that fails does not take the others with it. */
async function runPart(part: Part, bench: Bench): Promise<PartReport> {
  console.error(`${part.name}: ${part.about}`);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  try {
    return { name: part.name, ...(await part.run(bench)), seconds: seconds(), failure: null };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { name: part.name, tables: [], goals: [], data: null, seconds: seconds(), failure };
  }
}

process.exit(await main());
