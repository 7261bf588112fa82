import type { StdioOptions } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './root.ts';
import { runChild } from './run-child.mjs';
import { ensureBuild, ensureEngine } from './set-up.ts';
import { needsOf } from './test-needs.ts';
import { LANES, select, TYPE_PARTS } from './test-parts.ts';
import type { Project, Selection } from './test-parts.ts';
import { countVitest, strictFailures, summarize } from './test-report.ts';
import type { PartResult } from './test-report.ts';

const tool = (...parts: string[]) => path.join(root, 'node_modules', ...parts);
/** Exit codes after SIGHUP, SIGINT and SIGTERM: the remaining parts are not run. */
const STOPPED = [129, 130, 143];

/** Runs the parts that were asked for and prints one summary. Resolves with the exit code. */
export async function test(args: readonly string[]): Promise<number> {
  const selection = select(args, (text) => console.error(text));
  if (!selection) return 2;
  if (!(await ensureEngine(root))) return 1;
  const results: PartResult[] = [];
  // Without a build the other parts still run and report their own failures.
  if (!(await ensureBuild(root))) results.push({ part: 'build', passed: 0, failed: 1, skipped: 0 });
  results.push(...(await staticChecks(selection)));
  results.push(...(await runProjects(selection)));
  const strict = process.env['CI'] === 'true' ? strictFailures(results) : [];
  for (const line of strict) console.error(line);
  console.log(summarize(results));
  return strict.length > 0 || results.some((result) => result.failed > 0) ? 1 : 0;
}

/** One after another, and at the end in lanes, of which the first one is seen at work. */
async function runProjects({ projects, rest }: Selection): Promise<PartResult[]> {
  const inOrder = async (some: readonly Project[], seen: boolean): Promise<PartResult[]> => {
    const results: PartResult[] = [];
    for (const project of some) results.push(await timed(() => runProject(project, rest, seen)));
    return results;
  };
  const alone = await inOrder(
    projects.filter((project) => !LANES.flat().includes(project)),
    true,
  );
  const lanes = LANES.map((lane) => lane.filter((project) => projects.includes(project)));
  const wanted = lanes.filter((lane) => lane.length > 0);
  return [...alone, ...(await Promise.all(wanted.map((lane, i) => inOrder(lane, i === 0)))).flat()];
}

async function timed(work: () => Promise<PartResult>): Promise<PartResult> {
  const start = performance.now();
  return { ...(await work()), seconds: (performance.now() - start) / 1000 };
}

/** Each takes one core, and some gigabytes. */
const CHECKS_AT_ONCE = 2;

/** Advisories, types and lint, the longest ones of these first. What they print names files, so that it may stand mixed. */
async function staticChecks({ types, lint, advisories }: Selection): Promise<PartResult[]> {
  const waiting = [
    ...(advisories ? [() => oneCheck('advisories', [path.join(root, 'scripts', 'advisories.ts')])] : []),
    ...(lint ? [() => oneCheck('lint', [tool('eslint', 'bin', 'eslint.js'), '.'])] : []),
    ...[...(types ? TYPE_PARTS : [])]
      .reverse()
      .map((part) => () => oneCheck(`types ${part}`, [tool('vue-tsc', 'bin', 'vue-tsc.js'), '-p', part])),
  ];
  const results: PartResult[] = [];
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) results.push(await timed(check));
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, work));
  return results;
}

/** A tool that passes or fails as a whole: one test. */
async function oneCheck(part: string, args: readonly string[]): Promise<PartResult> {
  heading(part);
  const code = await runTool(process.execPath, args);
  return { part, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** Unless it is `seen`, what it prints comes when it is over. */
async function runProject(project: Project, rest: readonly string[], seen: boolean): Promise<PartResult> {
  if (seen) heading(project);
  const needs = await needsOf(project, root);
  if ('missing' in needs) {
    console.log(`Not run: ${needs.missing}.`);
    return { part: project, passed: 0, failed: 0, skipped: 1, note: needs.missing };
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkstone-test-'));
  try {
    const report = path.join(folder, 'report.json');
    const vitest = [
      tool('vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    const [command, ...args] = [...needs.under, process.execPath, ...vitest, ...rest];
    const printed = seen ? null : path.join(folder, 'printed.txt');
    const code = await runTool(command!, args, needs.env, printed);
    if (printed !== null) {
      heading(project);
      process.stdout.write(fs.readFileSync(printed));
    }
    return countVitest(project, fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : null, code);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What it prints goes to the terminal, or to the file `printed`. */
async function runTool(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  printed: string | null = null,
): Promise<number> {
  const file = printed === null ? null : fs.openSync(printed, 'w');
  const stdio: StdioOptions = file === null ? 'inherit' : ['inherit', file, file];
  const code = await runChild(command, args, { cwd: root, env: { ...process.env, ...env }, wholeGroup: true, stdio });
  if (file !== null) fs.closeSync(file);
  if (STOPPED.includes(code)) process.exit(code);
  return code;
}

const heading = (part: string) => console.log(`\n== ${part}`);
