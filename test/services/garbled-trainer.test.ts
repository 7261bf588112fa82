import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EpochLog, RunLog } from '../../shared/contract/schemas/run-log.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { shortSpec, startHost, until, type TestHost, type Window } from '../fixtures/host-services.ts';
import { scriptedTrainers, someFacts, type ScriptedTrainers } from '../fixtures/scripted-trainer.ts';

let home: ReturnType<typeof temporaryFolder>;
let trainers: ScriptedTrainers;
let host: TestHost;
let window: Window;

beforeEach(async () => {
  home = temporaryFolder();
  trainers = scriptedTrainers(() => someFacts());
  host = await startHost(home.folder, { launchTrainer: trainers.launchTrainer });
  window = host.window();
});
afterEach(async () => {
  trainers.newest().end('SIGKILL');
  await host.services.stop();
  home.remove();
});

/** The trainer has the run. */
const busy = () => vi.waitFor(() => expect(host.services.link.status.state).toBe('busy'));

const epoch: EpochLog = {
  type: 'epoch',
  time: 1,
  epoch: 1,
  step: 9,
  train: { loss: 1, accuracy: 0.5 },
  validation: { loss: Infinity, accuracy: 0.1 },
  best: null,
  seconds: 1,
};

it.each<[string, unknown]>([
  ['a number that is not finite', epoch],
  ['a kind of log that there is not', { type: 'applause', time: 1 }],
  ['nothing', null],
])('a trainer that tells of %s is ended, its run with it; the host goes on', async (_what, log) => {
  const run = await window.call('runs.start', shortSpec(1000, 1));
  await busy();
  const first = trainers.newest();
  first.serving.emit('job.logs', { id: run.id, logs: [log as RunLog] });
  // Its later messages are ignored.
  first.serving.emit('job.ended', { id: run.id, outcome: 'finished', error: null });
  const ended = await until(window, run.id, ({ status }) => status === 'interrupted');
  expect(first.alive).toBe(false);
  expect(ended.error).toMatchObject({ code: 'trainer-garbled', params: { event: 'job.logs' } });
  for (const language of ['en', 'zh-CN']) expect(errorWords(ended.error!, language)).toContain('job.logs');
  expect(host.log.lines.join('\n')).toMatch(/trainer ended.*ZodError/);

  // Its next trainer is another process.
  await window.call('runs.resume', { id: run.id });
  await busy();
  expect(trainers.newest()).not.toBe(first);
  expect(trainers.loads).toHaveLength(2);
});
