import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { isActive, isResumable, type Run, type RunStatus } from '../../shared/contract/schemas/run.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { runLogSchema } from '../../shared/contract/schemas/run-log.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { runsHost, type RunsHost, told } from '../fixtures/runs-host.ts';
import { someRequest } from '../fixtures/scripted-host.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const ENDS = ['stopped', 'interrupted', 'failed', 'finished'] as const satisfies readonly RunStatus[];

const often = ['resume', 'stop', 'pause', 'remove'] as const;
const asked = [...often, ...often, 'start', 'rename', 'restore', 'get', 'list'] as const;
const done = ['train', 'train', 'finish', 'fail', 'crash', 'hasty', 'patient', 'refuse', 'accept'] as const;
type Happening = (typeof asked)[number] | (typeof done)[number];

/** What may happen at any time; `run` says to which of the runs so far. */
const happening = fc.record({
  what: fc.constantFrom<Happening>(...asked, ...done),
  run: fc.constantFrom(0, 0, 1, 1, 2, 3),
  /** Turns of the event loop until the next happening: 0 is at the very same time. */
  rest: fc.constantFrom(0, 0, 0, 1, 2, 5, 20),
});

/** What happens to a run in the very moment in which windows are told that it has come to this. */
const reaction = fc.record({
  status: fc.constantFrom<RunStatus>('queued', 'starting', 'running', 'pausing', 'paused', 'stopping', ...ENDS),
  what: fc.constantFrom<Happening>(...asked, 'train', 'finish', 'crash'),
});

/**
 * The statuses that may follow each other: older logs never undo a request, and an ended run can only be started again.
 */
const LATER: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  queued: ['starting', 'stopped', 'interrupted', 'failed'],
  starting: ['running', 'stopping', 'stopped', 'interrupted', 'failed', 'finished'],
  running: ['pausing', 'paused', 'stopping', 'stopped', 'interrupted', 'failed', 'finished'],
  pausing: ['running', 'paused', 'stopping', 'stopped', 'interrupted', 'failed', 'finished'],
  paused: ['running', 'stopping', 'stopped', 'interrupted', 'failed', 'finished'],
  stopping: ['stopped', 'interrupted', 'failed', 'finished'],
  stopped: ['queued', 'interrupted'],
  interrupted: ['queued'],
  failed: ['queued', 'interrupted', 'stopped'],
  finished: [],
};

/** Errors that are right: they are about a state that has just passed, or about the disk. */
const EXPECTED = ['run-not-running', 'run-not-resumable', 'run-not-found', 'disk-full', 'storage-failed'];

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One host's runs under random calls, on a disk that is slow and fails at times. */
class Scene {
  readonly host: RunsHost;
  readonly ids: string[] = [];
  refused = false;
  private readonly home = temporaryFolder();
  private readonly calls: Promise<unknown>[] = [];
  /** The runs that windows show. */
  private readonly shown = new Set<string>();
  private full = false;

  /** What is still to happen in moments to come. */
  private reactions: { status: RunStatus; what: Happening }[] = [];

  constructor(pace: readonly number[]) {
    mkdirSync(path.join(this.home.folder, 'runs'));
    this.host = runsHost(this.home.folder);
    const { runs, jobs } = this.host;
    let moment = 0;
    const wait = async (): Promise<void> => {
      for (let rest = pace[moment++ % pace.length]!; rest > 0; rest--) await turn();
    };
    jobs.beforeObeying = wait;
    faultyDisk(async () => {
      await wait();
      if (!this.full) return;
      this.refused = true;
      throw noSpace();
    });
    runs.records.onChanged.on(({ id, status }) => {
      this.shown.add(id);
      const next = this.reactions.findIndex((reaction) => reaction.status === status);
      if (next >= 0) this.happen(this.reactions.splice(next, 1)[0]!.what, id);
    });
    runs.onRemoved.on(({ id }) => this.shown.delete(id));
  }

  /** Some runs are there, and the first one trains. */
  async begin(reactions: readonly { status: RunStatus; what: Happening }[]): Promise<void> {
    for (let i = 0; i < 3; i++) this.ids.push((await this.host.runs.start(someRequest())).id);
    await vi.waitFor(() => expect(this.host.jobs.started.length).toBeGreaterThan(0), { interval: 1 });
    this.reactions = [...reactions];
  }

  happen(what: Happening, id: string): void {
    const { runs, jobs } = this.host;
    if (what === 'start') this.ask(runs.start(someRequest()).then((started) => this.ids.push(started.id)));
    else if (what === 'get') this.ask(this.look(id));
    else if (what === 'list') this.ask(runs.list());
    else if (what === 'rename') this.ask(runs.rename(id, `Name ${this.calls.length}`));
    else if (what === 'refuse' || what === 'accept') this.full = what === 'refuse';
    else if (what === 'hasty') jobs.onStart = () => jobs.end('finished');
    else if (what === 'patient') jobs.onStart = () => undefined;
    else if (what === 'train') jobs.train(3);
    else if (what === 'crash') jobs.crash();
    else if (what === 'finish') jobs.end('finished');
    else if (what === 'fail') jobs.end('failed');
    else this.ask(runs[what](id));
  }

  /** Everything that was asked for has an answer, and nothing is left to do: what trains is let finish. */
  async settle(): Promise<void> {
    const { runs, jobs } = this.host;
    this.full = false;
    this.reactions = [];
    let answered = false;
    const answers = Promise.all(this.calls).then(() => (answered = true));
    // A paused run has the trainer until it is stopped.
    while (!answered || runs.active()) {
      const active = runs.active();
      if (active?.status === 'paused') this.ask(runs.stop(active.id));
      jobs.end('finished');
      await turn();
    }
    await answers;
    await Promise.all(this.calls);
    await runs.records.allReleased();
  }

  /** Each run that can go on goes on, to its end. */
  async finishAll(): Promise<void> {
    const { runs, jobs } = this.host;
    jobs.onStart = () => jobs.end('finished');
    for (const { id, status } of await runs.list()) {
      if (!isResumable(status)) continue;
      await runs.resume(id);
      expect((await told(this.host, id, (run) => !isActive(run.status))).status).toBe('finished');
    }
    await runs.records.allReleased();
  }

  /** Whoever would measure is told which run has the engine, from its beginning to its end. */
  checkUse(): void {
    const { runs, use } = this.host;
    const active = runs.active();
    if (active === null) return expect(() => use.mustBeFree()).not.toThrow();
    const busy = { code: 'busy-with-run', params: { run: active.spec.name } };
    expect(() => use.mustBeFree()).toThrow(expect.objectContaining(busy));
  }

  /** The disk says what windows were told, and nobody holds anything any more. */
  async check(): Promise<void> {
    const { runs, link, statuses, logs } = this.host;
    expect(['ready', 'stopped', 'crashed']).toContain(link.status.state);
    expect(new Set(readdirSync(path.join(this.home.folder, 'runs')))).toEqual(this.shown);
    for (const id of readdirSync(path.join(this.home.folder, 'runs'))) {
      const file = (name: string): string => path.join(this.home.folder, 'runs', id, name);
      expect(existsSync(file('lock.json'))).toBe(false);
      const { run, logs: snapshot } = await runs.get(id);
      expect(isActive(run.status)).toBe(false);
      expect(run.status).toBe(statuses.get(id)!.at(-1));
      if (this.refused) continue;
      expect(JSON.parse(readFileSync(file('run.json'), 'utf8'))).toEqual(run);
      const lines = existsSync(file('metrics.jsonl')) ? readFileSync(file('metrics.jsonl'), 'utf8') : '';
      const onDisk = lines
        .split('\n')
        .filter(Boolean)
        .map((line) => runLogSchema.parse(JSON.parse(line)));
      expect(onDisk).toEqual(logs.get(id) ?? []);
      expect(snapshot.length).toBeLessThanOrEqual(onDisk.length);
    }
    for (const told of statuses.values()) {
      for (const [i, status] of told.entries()) {
        if (i > 0 && status !== told[i - 1]) expect(LATER[told[i - 1]!]).toContain(status);
      }
    }
  }

  async end(): Promise<void> {
    await this.host.runs.close();
    vi.restoreAllMocks();
    this.home.remove();
  }

  /** A snapshot is never behind what was told before it was asked for. */
  private async look(id: string): Promise<void> {
    const before = (this.host.logs.get(id) ?? []).length;
    const { run, logs } = (await this.host.runs.get(id)) as { run: Run; logs: unknown[] };
    // A resume takes later steps back, so only runs that were never begun anew can be counted.
    if (!this.refused && !this.host.logs.get(id)?.some(({ type }) => type === 'resumed')) {
      expect(logs.length).toBeGreaterThanOrEqual(before);
    }
    expect(run.id).toBe(id);
  }

  private ask(call: Promise<unknown>): void {
    this.calls.push(
      call.catch((thrown: unknown) => {
        if (!(thrown instanceof AppError && EXPECTED.includes(thrown.code))) throw thrown;
      }),
    );
  }
}

it('runs keep their state whatever is asked of them, in whatever order, on whatever disk', async () => {
  const scenes = fc.asyncProperty(
    fc.array(happening, { minLength: 5, maxLength: 30 }),
    fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 12 }),
    fc.array(reaction, { maxLength: 12 }),
    async (happenings, pace, reactions) => {
      const scene = new Scene(pace);
      try {
        await scene.begin(reactions);
        for (const { what, run, rest } of happenings) {
          scene.happen(what, scene.ids[run % scene.ids.length]!);
          scene.checkUse();
          for (let i = 0; i < rest; i++) await turn();
        }
        await scene.settle();
        await scene.check();
        await scene.finishAll();
        await scene.check();
      } finally {
        await scene.end();
      }
    },
  );
  await fc.assert(scenes, { numRuns: 40 });
});
