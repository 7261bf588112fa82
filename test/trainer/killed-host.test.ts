import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CheckpointFolder } from '../../electron/trainer/checkpoints/checkpoint-folder.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { DataFiles, TrainJob } from '../../shared/contract/trainer.ts';
import { supersede } from '../../shared/runs/supersede.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { isAlive } from '../fixtures/is-alive.ts';
import { toldSteps } from '../fixtures/told-steps.ts';
import { trainJob, writeMnistFiles, type JobOptions } from '../fixtures/train-job.ts';
import { bundleTrainer, startTrainer } from '../fixtures/trainer-process.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
const hostScript = path.join(repositoryRoot, 'test', 'fixtures', 'training-host.ts');
let script: string;
let data: DataFiles;

beforeAll(async () => {
  script = await bundleTrainer(folder);
  data = writeMnistFiles(at('data'), 2000, 300);
});
afterAll(remove);

/** Checkpoints at epochs alone, and there are three of them. */
const job = (name: string, options: JobOptions = {}) =>
  trainJob(at(name), data, { ...options, recipe: { epochs: 3, batchSize: 16, ...options.recipe } });

/** A host that trains `run` until the logs that it wrote down satisfy `enough`, and is killed then. */
async function killedHost(name: string, run: TrainJob, enough: (logs: readonly RunLog[]) => boolean) {
  const [jobFile, logFile] = [at(`${name}.json`), at(`${name}.jsonl`)];
  writeFileSync(jobFile, JSON.stringify(run));
  const host = spawn(process.execPath, [hostScript, script, jobFile, logFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  const trainer = Number(line.toString());
  const logs = (): RunLog[] =>
    existsSync(logFile)
      ? readFileSync(logFile, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((text) => JSON.parse(text) as RunLog)
      : [];
  await vi.waitFor(() => expect(enough(logs())).toBe(true), { interval: 5 });
  host.kill('SIGKILL');
  await once(host, 'exit');
  return { trainer, logs };
}

const finished = (logs: readonly RunLog[]) => logs.find((log) => log.type === 'finished')!;

async function toTheEnd(run: TrainJob): Promise<RunLog[]> {
  const trainer = await startTrainer(script);
  await trainer.client.call('job.start', run);
  expect(await trainer.ended).toMatchObject({ outcome: 'finished', error: null });
  trainer.kill();
  return trainer.logs;
}

/** What the logs of all sittings together say of each step and epoch. */
const story = (logs: readonly RunLog[]) => {
  const kept = supersede(logs);
  const epochs = kept.flatMap((log) =>
    log.type === 'epoch' ? [[log.epoch, log.step, log.train, log.validation]] : [],
  );
  return { steps: toldSteps(kept), epochs };
};

it('a trainer whose host is killed writes a checkpoint and ends; who resumes tells all that nobody heard', async () => {
  const whole = await toTheEnd(job('whole'));
  const run = job('orphan');
  const { trainer, logs } = await killedHost('orphan', run, (told) =>
    told.some((log) => log.type === 'steps' && log.epoch === 2),
  );
  await vi.waitFor(() => expect(isAlive(trainer)).toBe(false));
  const { checkpoint } = (await new CheckpointFolder(run.folder).newest())!;
  const heard = Math.max(...toldSteps(logs()).map(({ step }) => step));
  expect(checkpoint.position.step).toBeGreaterThanOrEqual(heard);
  expect(existsSync(path.join(run.folder, 'checkpoints', 'writer.json'))).toBe(false);

  const resumed = await toTheEnd(job('orphan', { resume: true }));
  const all = story([...logs(), ...resumed]);
  expect(all).toEqual(story(whole));
  // Steps are told again at most once: from the checkpoint on they are new.
  const again = resumed.find((log) => log.type === 'resumed')!;
  expect('step' in again && again.step).toBeLessThanOrEqual(heard);
  expect(finished(resumed)).toMatchObject({
    weightsSha256: (finished(whole) as { weightsSha256: string }).weightsSha256,
  });
});

it('who resumes waits for a trainer that still writes, and trains on from what it wrote', async () => {
  // Long enough that it is still going when a busy machine gets to killing its host.
  const run = job('waited', { recipe: { epochs: 200 } });
  const { trainer } = await killedHost('waited', run, (told) => told.some((log) => log.type === 'steps'));
  // At once: the trainer of the killed host may be alive now, and is not when the new one goes on.
  const next = await startTrainer(script);
  await next.client.call('job.start', job('waited', { resume: true, recipe: { epochs: 200 } }));
  await next.seen((log) => log.type === 'resumed');
  expect(isAlive(trainer)).toBe(false);
  next.kill();
});
