import { createPinia, setActivePinia } from 'pinia';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { stepsDone } from '../../shared/runs/steps-done.ts';
import { showGrowth } from '../../renderer/stores/growth.ts';
import { useHost } from '../../renderer/stores/host.ts';
import { useRuns } from '../../renderer/stores/runs.ts';
import { createScriptedHost, someRun } from '../fixtures/scripted-host.ts';

/** The last steps up to `step`, one for each loss, told together. */
const stepsLog = (step: number, ...loss: number[]): RunLog => ({
  type: 'steps',
  time: step,
  step,
  epoch: 1,
  loss,
  accuracy: loss.map(() => 0.5),
  learningRate: loss.map(() => 0.001),
  imagesPerSecond: 15_000,
  etaSeconds: 10,
});
const range = (from: number, to: number): RunLog[] =>
  Array.from({ length: to - from + 1 }, (_, i) => stepsLog(from + i, 1 / (from + i)));

// The clock by which pictures come goes on only when it is told to, and a little with each look of `waitFor`.
beforeAll(
  () => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'requestAnimationFrame'] }),
);
afterAll(() => void vi.useRealTimers());
beforeEach(() => setActivePinia(createPinia()));
afterEach(() => useHost().disconnect());

test('takes a snapshot at each connection and follows the events between', async () => {
  const records = [someRun('first')];
  const host = createScriptedHost({ 'runs.list': () => records });
  const runs = useRuns();
  await useHost().connect(host.open);
  expect(runs.list.map((run) => run.id)).toEqual(['first']);

  host.emit('run.changed', someRun('second', { createdAt: 2_000, status: 'queued' }));
  await vi.waitFor(() => expect(runs.list.map((run) => run.id)).toEqual(['second', 'first']));
  expect(runs.current?.id).toBe('first');
  expect(runs.queue.map((run) => run.id)).toEqual(['second']);

  // While the line is down, the first run goes and another comes: no event tells of it.
  records.splice(0, 1, someRun('third', { status: 'interrupted' }));
  host.drop();
  await vi.waitFor(() => expect(useHost().state).toBe('lost'));
  await vi.waitFor(() => expect(useHost().state).toBe('connected'));
  expect(runs.list.map((run) => run.id)).toEqual(['third']);
  expect(runs.interrupted?.id).toBe('third');
});

test('looks again when a person comes back to the window, since nobody tells of what another process made; not too often', async () => {
  const records = [someRun('first')];
  let asked = 0;
  const host = createScriptedHost({ 'runs.list': () => (asked++, records) });
  const runs = useRuns();
  await useHost().connect(host.open);
  const come = (): void => void window.dispatchEvent(new Event('focus'));
  const goAndCome = (): void => {
    window.dispatchEvent(new Event('blur'));
    come();
  };
  // A window that never lost the focus gets it once more when it opens.
  come();
  records.push(someRun('second', { createdAt: 2_000 }));
  goAndCome();
  await vi.waitFor(() => expect(runs.list.map((run) => run.id)).toEqual(['second', 'first']));
  expect(asked).toBe(2);

  records.shift();
  for (let i = 0; i < 3; i++) goAndCome();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(2);
  await vi.advanceTimersByTimeAsync(10_000);
  await vi.waitFor(() => expect(runs.list.map((run) => run.id)).toEqual(['second']));
  expect(asked).toBe(3);
});

test('a feed joins its snapshot and the events that came meanwhile, each step once', async () => {
  let answer: (logs: RunLog[]) => void = () => undefined;
  const run = someRun('live');
  const host = createScriptedHost({
    'runs.list': () => [run],
    'runs.get': () => new Promise((resolve) => (answer = (logs) => resolve({ run, logs, torn: 1 }))),
  });
  const runs = useRuns();
  await useHost().connect(host.open);
  const feed = runs.watch('live');
  await Promise.resolve();
  host.emit('run.logs', { id: 'live', logs: range(4, 6) });
  await vi.waitFor(() => expect(runs.latest.get('live')?.step).toBe(6));
  answer(range(1, 5));
  await vi.waitFor(() => expect(feed.state.value).toBe('ready'));
  expect([...feed.series.step.subarray(0, feed.series.length)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(feed.torn.value).toBe(1);

  const before = feed.version.value;
  host.emit('run.logs', { id: 'live', logs: range(7, 8) });
  await vi.waitFor(() => expect(feed.version.value).toBeGreaterThan(before));
  expect(feed.series.length).toBe(8);
});

test('a resume supersedes the steps and epochs after it', async () => {
  const epoch: RunLog = {
    type: 'epoch',
    time: 5,
    epoch: 1,
    step: 5,
    train: { loss: 1, accuracy: 0.5 },
    validation: { loss: 1, accuracy: 0.6 },
    best: null,
    seconds: 1,
  };
  const logs: RunLog[] = [
    ...range(1, 5),
    epoch,
    stepsLog(6, 1 / 6),
    { type: 'checkpoint', time: 6, step: 6, seconds: 0.1 },
  ];
  const run = someRun('live');
  const host = createScriptedHost({ 'runs.list': () => [run], 'runs.get': () => ({ run, logs, torn: 0 }) });
  const runs = useRuns();
  await useHost().connect(host.open);
  const feed = runs.watch('live');
  await vi.waitFor(() => expect(feed.series.length).toBe(6));

  host.emit('run.logs', { id: 'live', logs: [{ type: 'resumed', time: 9, step: 3 }, stepsLog(4, 0.125)] });
  await vi.waitFor(() => expect(feed.series.length).toBe(4));
  expect([...feed.series.loss.subarray(2, 4)]).toEqual([Math.fround(1 / 3), 0.125]);
  expect(feed.series.epochs).toEqual([]);
  expect(feed.series.notes.map((note) => note.type)).toEqual(['resumed']);
});

test('the newest steps go back with a resume, and with them how many are done', async () => {
  const run = someRun('live', { status: 'running', step: 3 });
  const host = createScriptedHost({ 'runs.list': () => [run] });
  const runs = useRuns();
  await useHost().connect(host.open);
  host.emit('run.logs', { id: 'live', logs: range(1, 6) });
  await vi.waitFor(() => expect(runs.latest.get('live')?.step).toBe(6));
  expect(stepsDone(run, runs.latest.get('live'))).toBe(6);
  expect(stepsDone({ ...run, status: 'paused' }, runs.latest.get('live'))).toBe(3);

  host.emit('run.logs', { id: 'live', logs: [{ type: 'resumed', time: 9, step: 3 }] });
  await vi.waitFor(() => expect(runs.latest.has('live')).toBe(false));
  expect(stepsDone(run, runs.latest.get('live'))).toBe(3);
});

test('columns keep every step of a long run', async () => {
  const run = someRun('long');
  const host = createScriptedHost({
    'runs.list': () => [run],
    // One by one to step 1,000, then a thousand together: more than one doubling of the columns.
    'runs.get': () => ({
      run,
      logs: [
        ...range(1, 1000),
        ...[2000, 3000, 4000, 5000].map((step) => stepsLog(step, ...Array.from({ length: 1000 }, (_, i) => i))),
      ],
      torn: 0,
    }),
  });
  const runs = useRuns();
  await useHost().connect(host.open);
  const feed = runs.watch('long');
  await vi.waitFor(() => expect(feed.series.length).toBe(5000));
  expect([...feed.series.step.subarray(0, 5000)]).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1));
  expect(feed.series.loss[0]).toBe(1);
  expect([...feed.series.loss.subarray(3998, 4001)]).toEqual([998, 999, 0]);
});

test('how far a run is comes with the next picture, what becomes of it at once', async () => {
  const run = someRun('live', { epoch: 1 });
  const host = createScriptedHost({ 'runs.list': () => [run] });
  const runs = useRuns();
  await useHost().connect(host.open);
  const shown = () => runs.byId.get('live')!;
  // A picture that takes so long that the next one is seconds away.
  const slow = vi.fn(() => void vi.advanceTimersByTime(20));
  showGrowth(slow);
  await vi.advanceTimersByTimeAsync(5000);
  expect(slow).toHaveBeenCalledOnce();

  host.emit('run.changed', { ...run, epoch: 2 });
  host.emit('run.changed', { ...someRun('other'), epoch: 1 });
  await vi.waitFor(() => expect(runs.byId.has('other')).toBe(true));
  expect(shown().epoch).toBe(1);
  host.emit('run.changed', { ...run, epoch: 2, status: 'paused' });
  await vi.waitFor(() => expect(shown()).toMatchObject({ epoch: 2, status: 'paused' }));
  host.emit('run.changed', { ...run, epoch: 2, status: 'paused', spec: { ...run.spec, name: 'Mine' } });
  await vi.waitFor(() => expect(shown().spec.name).toBe('Mine'));

  host.emit('run.changed', { ...run, epoch: 3, status: 'paused', spec: { ...run.spec, name: 'Mine' } });
  const next = vi.fn();
  showGrowth(next);
  await vi.advanceTimersByTimeAsync(4000);
  expect(next).toHaveBeenCalledOnce();
  // The older record, which had waited for this picture, does not come back.
  expect(shown()).toMatchObject({ epoch: 3, status: 'paused', spec: { name: 'Mine' } });
});

test('delete and undo show through events alone', async () => {
  const record = someRun('gone', { status: 'finished' });
  const host = createScriptedHost({
    'runs.list': () => [record],
    'runs.delete': ({ id }) => (host.emit('run.removed', { id }), null),
    'runs.restore': (): Run => (host.emit('run.changed', record), record),
  });
  const runs = useRuns();
  await useHost().connect(host.open);
  await runs.remove('gone');
  await vi.waitFor(() => expect(runs.list).toEqual([]));
  await runs.restore('gone');
  await vi.waitFor(() => expect(runs.list.map((run) => run.id)).toEqual(['gone']));
});
