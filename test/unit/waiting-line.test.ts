import { afterAll, describe, expect, it } from 'vitest';
import { HeldRun } from '../../electron/services/runs/held-run.ts';
import { RunStore } from '../../electron/services/runs/run-store.ts';
import { WaitingLine } from '../../electron/services/runs/waiting-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import { someRun } from '../fixtures/scripted-host.ts';

const home = temporaryFolder();
afterAll(() => home.remove());

describe('a run that waits for its hour', () => {
  it('is woken though the hour comes while the queue is looked at', async () => {
    // A timer may fire a moment early; then the hour comes between two readings of the clock.
    let now = 0;
    const line = new WaitingLine(() => now++);
    const log = quietLog();
    const nobody = (): void => undefined;
    const store = new RunStore(home.folder, log);
    const run = someRun('waits', { status: 'queued', queued: { place: 0, notBefore: 1 } });
    line.add(new HeldRun(run, { store, log, changed: nobody, logs: nobody }));
    const began = await new Promise<HeldRun | null>((resolve) => {
      const next = (): void => {
        const held = line.takeNext(() => true, next);
        if (held) resolve(held);
      };
      next();
    });
    expect(began?.id).toBe('waits');
  });
});

it('a run that is moved gets a place that is a number, also between two that are as large as numbers are', () => {
  const line = new WaitingLine(() => 7);
  const log = quietLog();
  const nobody = (): void => undefined;
  const store = new RunStore(home.folder, log);
  const helds = [1.6e308, 1.7e308, 1.75e308].map((place, i) => {
    const run = someRun(`run-${i}`, { status: 'queued', queued: { place, notBefore: null } });
    return new HeldRun(run, { store, log, changed: nobody, logs: nobody });
  });
  line.takeBack(helds);
  line.move('run-2', 'run-1');
  expect(line.all.map(({ id }) => id)).toEqual(['run-0', 'run-2', 'run-1']);
  const places = line.all.map(({ run }) => run.queued!.place);
  expect(places.every(Number.isFinite)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});
