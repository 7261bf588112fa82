import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { runSchema } from '../../shared/contract/schemas/run.ts';
import { type StudySpec, type Trial, trialLineSchema } from '../../shared/contract/schemas/study.ts';
import { stream } from '../../shared/random/random.ts';
import { foldLines } from '../../shared/study/trial-lines.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { someStudy } from '../fixtures/studies.ts';

const KILLS = 50;
const script = path.join(repositoryRoot, 'test', 'fixtures', 'study-host.ts');
const { base } = someStudy();
/** Four short epochs, of which ASHA lets half of the trials come to the end. */
const spec: StudySpec = someStudy({
  base: { ...base, recipe: { ...base.recipe, epochs: 4 } },
  pruner: { kind: 'asha', minimum: 1, reduction: 2 },
  budget: { trials: 10_000 },
});

const homes: ReturnType<typeof temporaryFolder>[] = [];
const hosts = new Set<ChildProcess>();
afterEach(() => {
  for (const host of hosts) host.kill('SIGKILL');
  for (const home of homes.splice(0)) home.remove();
});

function newHome(): { folder: string; specFile: string; jobs: string } {
  const home = temporaryFolder();
  homes.push(home);
  const [folder, specFile] = [path.join(home.folder, 'home'), path.join(home.folder, 'spec.json')];
  writeFileSync(specFile, JSON.stringify(spec));
  return { folder, specFile, jobs: path.join(home.folder, 'jobs') };
}

/** A host of its own process. `heard` resolves with the first line that begins with the word, or with null at its end. */
function launch({ folder, specFile, jobs }: ReturnType<typeof newHome>, ...more: string[]) {
  const host = spawn(process.execPath, [script, folder, specFile, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, QUICK_JOBS: jobs },
  });
  hosts.add(host);
  const lines: string[] = [];
  const waiting: { word: string; resolve: (line: string | null) => void }[] = [];
  const look = (line: string | null): void => {
    if (line !== null) lines.push(line);
    for (const one of [...waiting]) if (line === null || line.startsWith(one.word)) one.resolve(line);
  };
  createInterface({ input: host.stdout }).on('line', look);
  const ended = new Promise<void>((resolve) => host.once('close', () => (look(null), hosts.delete(host), resolve())));
  const heard = (word: string): Promise<string | null> =>
    new Promise((resolve) => {
      const known = lines.find((line) => line.startsWith(word));
      if (known !== undefined) resolve(known);
      else waiting.push({ word, resolve });
    });
  return { host, ended, heard };
}

/** What is on the disk of a home's one study; a torn last line is not read. */
function onDisk(folder: string): { text: string; trials: readonly Trial[]; misfits: number } {
  const [id] = folderNames(path.join(folder, 'studies'));
  if (id === undefined) return { text: '', trials: [], misfits: 0 };
  const file = path.join(folder, 'studies', id, 'trials.jsonl');
  const text = readIfThere(file);
  const lines = text.split('\n').flatMap((line) => {
    try {
      return [trialLineSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
  return { text: text.slice(0, text.lastIndexOf('\n') + 1), ...foldLines(lines) };
}

const folderNames = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter((name) => !name.includes('.'));
  } catch {
    return [];
  }
};

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The runs of a home. A kill may leave a folder that had no record yet: that is no run. */
const runsOf = (folder: string) =>
  folderNames(path.join(folder, 'runs')).flatMap((name) => {
    const text = readIfThere(path.join(folder, 'runs', name, 'run.json'));
    return text === '' ? [] : [runSchema.parse(JSON.parse(text))];
  });

/** What a trial came to, without what differs from one time to another. */
const essence = ({ number, status, values, objective, reports }: Trial) => ({
  number,
  status,
  values,
  objective,
  reports,
});

it(`goes on after each of ${KILLS} kills without losing or repeating a finished trial`, async () => {
  const home = newHome();
  const seed = Date.now() >>> 0;
  const random = stream(seed, 'study');
  console.log(`killed at instants of seed ${seed}`);
  let before = onDisk(home.folder);
  let jobsBefore = '';
  for (let kill = 0; kill < KILLS; kill++) {
    const { host, ended, heard } = launch(home);
    // Every fourth one while host and trainer start, the others while trials go, some five of them in this time.
    if (random.chance(0.75)) await heard('reported');
    await delay(random.uniform(0, 300));
    host.kill('SIGKILL');
    await ended;
    const now = onDisk(home.folder);
    // What stood there stands there.
    expect(now.text.startsWith(before.text)).toBe(true);
    expect(now.misfits).toBe(0);
    // No run of a trial that had ended was begun again.
    const over = new Set(before.trials.filter(({ status }) => status !== 'running').map(({ run }) => run));
    for (const id of readIfThere(home.jobs).slice(jobsBefore.length).split('\n')) expect(over).not.toContain(id);
    [before, jobsBefore] = [now, readIfThere(home.jobs)];
  }
  // How many trials there are by now depends on the machine; that there are some shows that the kills met a study at work.
  expect(before.trials.length).toBeGreaterThan(0);
  const count = before.trials.length + 3;
  const { ended, heard } = launch(home, String(count));
  expect(await heard('ended')).toBe('ended finished ');
  await ended;
  const { trials } = onDisk(home.folder);
  expect(trials).toHaveLength(count);
  expect(trials.every(({ status }) => status !== 'running')).toBe(true);
  // Each trial has one run, and what it came to is what its run did.
  const runs = runsOf(home.folder);
  for (const { number, status, run } of trials) {
    const mine = runs.filter(({ spec: { trial } }) => trial?.number === number);
    expect(mine.map(({ id }) => id)).toEqual([run]);
    if (status === 'finished') expect(mine[0]!.status).toBe('finished');
    if (status === 'failed') expect(mine[0]!.error?.code).toBe('training-diverged');
  }
  // And all of it is what a study that nobody kills comes to.
  const calm = newHome();
  const other = launch(calm, String(count));
  expect(await other.heard('ended')).toBe('ended finished ');
  await other.ended;
  const undisturbed = onDisk(calm.folder).trials.slice(0, count);
  expect(trials.map(essence)).toEqual(undisturbed.map(essence));
});
