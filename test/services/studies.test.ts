import {
  appendFileSync,
  existsSync,
  promises as fs,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import type { StudyInfo, StudySpec, Trial } from '../../shared/contract/schemas/study.ts';
import { LocalTrials } from '../../electron/services/studies/local-trials.ts';
import { promote } from '../../electron/services/studies/promote.ts';
import { Presets } from '../../electron/services/presets/presets.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { quickStudio } from '../fixtures/quick-studio.ts';
import { someStudy } from '../fixtures/studies.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const end of ending.splice(0).reverse()) await end();
});

function newHome(): string {
  const { folder, remove } = temporaryFolder();
  ending.push(remove);
  return path.join(folder, 'home');
}

async function studio(home = newHome(), epoch = 4) {
  const made = await quickStudio(home, { QUICK_EPOCH: String(epoch) });
  ending.push(() => made.stop());
  return { ...made, home };
}

const { base } = someStudy();
const quick = (changes: Partial<StudySpec> = {}): StudySpec =>
  someStudy({ base: { ...base, recipe: { ...base.recipe, epochs: 3 } }, budget: { trials: 5 }, ...changes });

/** Trials that last for so long that what is done in the middle of one is done there, and that do not diverge. */
const slow = (trials: number): StudySpec =>
  quick({
    base: { ...base, recipe: { ...base.recipe, epochs: 100 } },
    space: { 'recipe.optimizer.learningRate': { choices: [0.003, 0.002] } },
    budget: { trials },
  });

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown)),
  );

/** Resolves when a trial is told that is so. */
function trialThat({ studies }: Awaited<ReturnType<typeof studio>>, accept: (trial: Trial) => boolean): Promise<Trial> {
  return new Promise((resolve) => {
    const stop = studies.onTrial.on(({ trial }) => {
      if (!accept(trial)) return;
      stop();
      resolve(trial);
    });
  });
}

describe('a study', () => {
  it('tries as many settings as its budget has, each as a run that says so, and tells of all', async () => {
    const host = await studio();
    const [told, infos]: [Trial[], StudyInfo[]] = [[], []];
    host.studies.onTrial.on(({ trial }) => told.push(trial));
    host.studies.onChanged.on((info) => infos.push(info));
    const { id, status } = await host.studies.start(quick());
    expect(status).toBe('running');
    const ended = await host.studies.ended(id);
    const { trials, torn } = await host.studies.get(id);
    expect(ended).toMatchObject({ status: 'finished', error: null });
    expect([trials.length, torn]).toEqual([5, 0]);
    const runs = await host.runs.list();
    for (const { number, run, values, objective, status: end } of trials) {
      const record = runs.find((one) => one.id === run)!;
      expect(record.spec.trial).toEqual({ study: id, number });
      expect(record.spec.recipe.batchSize).toBe(values['recipe.batchSize']);
      expect(record.spec.recipe.optimizer.learningRate).toBe(values['recipe.optimizer.learningRate']);
      if (end === 'finished') expect(objective).toEqual([record.best!.validation.accuracy]);
    }
    // The best is the best, and what diverged is not among what could be.
    const finished = trials.filter((trial) => trial.status === 'finished');
    expect(ended.best).toEqual([finished.reduce((a, b) => (b.objective![0]! > a.objective![0]! ? b : a)).number]);
    expect(told.filter((trial) => trial.status !== 'running')).toHaveLength(5);
    expect(infos.at(-1)).toEqual(ended);
    expect((await host.studies.list()).studies).toEqual([ended]);
  });

  it('counts what diverged as failed, and never as best, whatever it had come to before', async () => {
    const host = await studio();
    const rates = { choices: [0.06, 0.0001] };
    const space = { 'recipe.optimizer.learningRate': rates };
    const { id } = await host.studies.start(quick({ space, sampler: 'grid', budget: { trials: 2 } }));
    const ended = await host.studies.ended(id);
    const { trials } = await host.studies.get(id);
    const diverged = trials.find(({ values }) => values['recipe.optimizer.learningRate'] === 0.06)!;
    expect(diverged).toMatchObject({ status: 'failed', objective: null, error: { code: 'training-diverged' } });
    // Its one epoch was better than all of the other's.
    const other = trials.find(({ number }) => number !== diverged.number)!;
    expect(ended).toMatchObject({ best: [other.number], counts: { failed: 1, finished: 1 } });
  });

  it('counts settings that make no run as failed, and goes on', async () => {
    const host = await studio();
    // A convolution larger than its image.
    const space = {
      'model.layers.0.kernelSize': {
        choices: [
          [3, 3],
          [64, 64],
        ],
      },
    };
    const { id } = await host.studies.start(quick({ space, sampler: 'grid', budget: { trials: 2 } }));
    expect(await host.studies.ended(id)).toMatchObject({ status: 'finished', counts: { failed: 1, finished: 1 } });
    const failed = (await host.studies.get(id)).trials.find(({ status }) => status === 'failed')!;
    expect([failed.error?.code, failed.run]).toEqual(['model-invalid', null]);
  });

  it('pauses in the middle of a trial and goes on with that very run', async () => {
    const host = await studio(newHome(), 30);
    const { id } = await host.studies.start(slow(2));
    const going = await trialThat(host, ({ reports }) => reports.length > 0);
    const paused = await host.studies.pause(id);
    expect(paused).toMatchObject({ status: 'paused', counts: { running: 1 } });
    expect((await host.runs.get(going.run!)).run.status).toBe('stopped');
    expect(await codeOf(host.studies.pause(id))).toBe('study-not-running');
    await host.studies.resume(id);
    expect(await codeOf(host.studies.resume(id))).toBe('study-running');
    expect(await host.studies.ended(id)).toMatchObject({ status: 'finished', counts: { running: 0 } });
    expect((await host.studies.get(id)).trials[going.number]).toMatchObject({ run: going.run });
    expect(await host.runs.list()).toHaveLength(2);
  });

  it('is interrupted with its host, and goes on with another one, with a larger budget too', async () => {
    const first = await studio(newHome(), 30);
    const { id } = await first.studies.start(slow(2));
    await trialThat(first, ({ reports }) => reports.length > 0);
    await first.stop();
    const second = await studio(first.home);
    expect((await second.studies.list()).studies).toMatchObject([{ id, status: 'interrupted' }]);
    await second.studies.resume(id, { trials: 3 });
    expect(await second.studies.ended(id)).toMatchObject({ status: 'finished', spec: { budget: { trials: 3 } } });
    expect((await second.studies.get(id)).trials).toHaveLength(3);
  });

  it('belongs to one host at a time', async () => {
    const first = await studio(newHome(), 30);
    const { id } = await first.studies.start(slow(2));
    const second = await studio(first.home);
    expect(await codeOf(second.studies.resume(id))).toBe('study-held');
    expect(await codeOf(second.studies.remove(id))).toBe('study-held');
    expect(await second.studies.get(id)).toMatchObject({ study: { status: 'running', heldBy: process.pid } });
    expect(await first.studies.get(id)).toMatchObject({ study: { status: 'running', heldBy: null } });
  });

  it('pauses where another host has resumed the run of its trial, and says which', async () => {
    const first = await studio(newHome(), 30);
    const { id } = await first.studies.start(slow(2));
    const { run } = await trialThat(first, ({ reports }) => reports.length > 0);
    await first.studies.pause(id);
    const second = await studio(first.home, 30);
    await second.runs.resume(run!);
    await first.studies.resume(id);
    expect(await first.studies.ended(id)).toMatchObject({ status: 'paused', error: { code: 'run-held-by-web' } });
    await second.runs.stop(run!);
    await first.studies.resume(id);
    expect(await first.studies.ended(id)).toMatchObject({ status: 'finished', counts: { finished: 2 } });
  });

  it('stays what it was where it cannot go on, its budget too', async () => {
    let isThere = true;
    const home = newHome();
    const host = await quickStudio(home, {}, (runs) => async ({ spec }) => {
      if (!isThere) throw new AppError('queue-unreachable', { address: 'redis://nowhere' });
      return new LocalTrials(runs, spec.objectives);
    });
    ending.push(() => host.stop());
    const { id } = await host.studies.start(quick({ budget: { trials: 2 } }));
    const ended = await host.studies.ended(id);
    const file = path.join(home, 'studies', id, 'study.json');
    const stored = readFileSync(file, 'utf8');
    isThere = false;
    expect(await codeOf(host.studies.resume(id, { trials: 9 }))).toBe('queue-unreachable');
    expect(await host.studies.get(id)).toMatchObject({ study: ended });
    expect(readFileSync(file, 'utf8')).toBe(stored);
    expect(existsSync(path.join(home, 'studies', id, 'lock.json'))).toBe(false);
  });

  it('is let go of where the trash refuses it, and where its lock stayed in the trash', async () => {
    const host = await studio();
    const { id } = await host.studies.start(quick({ budget: { trials: 1 } }));
    await host.studies.ended(id);
    const [folder, lock] = [path.join(host.home, 'studies', id), path.join(host.home, 'studies', id, 'lock.json')];
    faultyDisk((file) => {
      // Its name on the way to the trash.
      if (file.startsWith(`${id}.`)) throw noSpace();
    });
    expect(await codeOf(host.studies.remove(id))).toBe('disk-full');
    expect([existsSync(folder), existsSync(lock)]).toEqual([true, false]);
    vi.restoreAllMocks();
    const { rm } = fs;
    vi.spyOn(fs, 'rm').mockImplementation(async (file, options) => {
      if (path.basename(String(file)) === 'lock.json') throw noSpace();
      return rm(file, options);
    });
    await host.studies.remove(id);
    vi.restoreAllMocks();
    await host.studies.restore(id);
    expect(existsSync(lock)).toBe(false);
    const second = await studio(host.home);
    expect(await codeOf(second.studies.rename(id, 'Mine'))).toBe('nothing');
  });

  it('is removed though the disk has no room for its lock', async () => {
    const host = await studio();
    const { id } = await host.studies.start(quick({ budget: { trials: 1 } }));
    await host.studies.ended(id);
    vi.spyOn(fs, 'writeFile').mockRejectedValue(noSpace());
    await host.studies.remove(id);
    expect((await host.studies.list()).studies).toEqual([]);
  });

  it('is listed without its lines being read again, until they change', async () => {
    const host = await studio();
    const { id } = await host.studies.start(quick({ budget: { trials: 2 } }));
    const ended = await host.studies.ended(id);
    const file = path.join(host.home, 'studies', id, 'trials.jsonl');
    const second = new Date(1_800_000_000_000);
    utimesSync(file, second, second);
    expect((await host.studies.list()).studies).toEqual([ended]);
    // Of the same size and time: had it been read, nothing would be left.
    writeFileSync(file, ' '.repeat(statSync(file).size));
    utimesSync(file, second, second);
    expect((await host.studies.list()).studies).toEqual([ended]);
    appendFileSync(file, '\n');
    expect((await host.studies.list()).studies).toMatchObject([{ id, best: [], counts: { finished: 0 } }]);
  });

  it('goes to the trash and comes back as it was; its runs stay', async () => {
    const host = await studio();
    const { id } = await host.studies.start(quick({ budget: { trials: 2 } }));
    const ended = await host.studies.ended(id);
    await host.studies.remove(id);
    expect((await host.studies.list()).studies).toEqual([]);
    expect(await codeOf(host.studies.get(id))).toBe('study-not-found');
    expect(await host.runs.list()).toHaveLength(2);
    expect(await host.studies.restore(id)).toEqual(ended);
    expect(await host.studies.rename(id, '新的名称')).toMatchObject({ spec: { name: '新的名称' } });
  });

  it('passes over a trial whose run was stopped by hand', async () => {
    const host = await studio(newHome(), 30);
    const { id } = await host.studies.start(slow(2));
    const { run } = await trialThat(host, ({ run: begun }) => begun !== null);
    await host.runs.stop(run!);
    expect(await host.studies.ended(id)).toMatchObject({ status: 'finished', counts: { stopped: 1 } });
  });

  it('takes a trial up again whose trainer has died', async () => {
    const host = await studio(newHome(), 30);
    const { id } = await host.studies.start(slow(1));
    const { run } = await trialThat(host, ({ reports }) => reports.length > 0);
    // Copies of its run, as a person makes them, are not taken for it.
    for (const end of ['000', 'fff']) {
      const copy = path.join(host.home, 'runs', run!.replace(/[^-]*$/, end));
      await fs.mkdir(copy);
      await fs.copyFile(path.join(host.home, 'runs', run!, 'run.json'), path.join(copy, 'run.json'));
    }
    host.link.kill();
    expect(await host.studies.ended(id)).toMatchObject({ status: 'finished', counts: { finished: 1 } });
    expect((await host.studies.get(id)).trials[0]!.run).toBe(run);
  });

  it('trains its best with more seeds when the search is done', async () => {
    const host = await studio();
    const { id } = await host.studies.start(quick({ seeds: 3, budget: { trials: 3 } }));
    const { best } = await host.studies.ended(id);
    const { trials } = await host.studies.get(id);
    const repeats = trials.filter((trial) => trial.repeats === best[0]);
    expect(repeats).toHaveLength(2);
    const runs = await host.runs.list();
    const seeds = [trials[best[0]!]!, ...repeats].map(
      ({ run }) => runs.find(({ id: one }) => one === run)!.spec.recipe.seed,
    );
    const [first] = seeds as [number];
    expect(seeds).toEqual([first, first + 1, first + 2]);
  });

  it('goes on behind a torn line, and refuses lines of another study', async () => {
    const host = await studio();
    const { id } = await host.studies.start(quick({ budget: { trials: 2 } }));
    await host.studies.ended(id);
    const file = path.join(host.home, 'studies', id, 'trials.jsonl');
    appendFileSync(file, '{"type":"asked","time":1,"num');
    await host.studies.resume(id, { trials: 3 });
    expect(await host.studies.ended(id)).toMatchObject({ status: 'finished' });
    expect(await host.studies.get(id)).toMatchObject({ torn: 1, trials: { length: 3 } });
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('recipe.batchSize', 'recipe.epochs'));
    expect(await codeOf(host.studies.resume(id, { trials: 9 }))).toBe('study-damaged');
    const record = path.join(host.home, 'studies', id, 'study.json');
    writeFileSync(record, readFileSync(record, 'utf8').replace('"version": 1', '"version": 2'));
    expect(await host.studies.list()).toMatchObject({
      studies: [],
      unreadable: [{ id, error: { code: 'file-newer' } }],
    });
    writeFileSync(
      record,
      readFileSync(record, 'utf8')
        .replace('"version": 2', '"version": 1')
        .replace(/"space": \{/, '$&"recipe.seed": {"choices": [1]},'),
    );
    expect(await codeOf(host.studies.get(id))).toBe('file-torn');
    writeFileSync(record, '{');
    expect(await codeOf(host.studies.get(id))).toBe('file-torn');
    expect(await host.studies.list()).toMatchObject({ unreadable: [{ id, error: { code: 'file-torn' } }] });
    rmSync(record);
    expect(await codeOf(host.studies.get(id))).toBe('study-not-found');
    expect(await host.studies.list()).toEqual({ studies: [], unreadable: [] });
  });

  it('refuses what is no study before anything is made of it', async () => {
    const host = await studio();
    const wrong = { 'recipe.lerningRate': { low: 0.1, high: 0.2 } };
    expect(await codeOf(host.studies.start(quick({ space: wrong })))).toBe('space-invalid');
    const endless = { 'recipe.warmUpEpochs': { low: 0, high: 1 } };
    expect(await codeOf(host.studies.start(quick({ space: endless, sampler: 'grid' })))).toBe('space-invalid');
    expect(existsSync(path.join(host.home, 'studies'))).toBe(false);
  });

  it('gives its best as a run without ties to it, or as a preset, and says that validation has chosen it', async () => {
    const host = await studio();
    const presets = new Presets({ storageFolder: host.home, log: host.log } as ConstructorParameters<
      typeof Presets
    >[0]);
    const services = { ...host, presets };
    const { id } = await host.studies.start(quick());
    const { best } = await host.studies.ended(id);
    const { trials } = await host.studies.get(id);
    const { values } = trials[best[0]!]!;
    const asRun = await promote(services, { id, as: { kind: 'run', seeds: 2 } });
    expect(asRun.warning).toEqual({
      code: 'chosen-on-validation',
      trials: trials.filter(({ status }) => status === 'finished').length,
    });
    expect(asRun.runs).toHaveLength(2);
    for (const { spec } of asRun.runs) {
      expect(spec.trial).toBeUndefined();
      expect(spec.recipe.batchSize).toBe(values['recipe.batchSize']);
    }
    const { preset } = await promote(services, { id, trial: best[0]!, as: { kind: 'preset', name: 'Found' } });
    expect(preset).toMatchObject({ name: 'Found', recipe: { batchSize: values['recipe.batchSize'] } });
    expect(await codeOf(promote(services, { id, trial: 99, as: { kind: 'preset', name: 'Found' } }))).toBe(
      'trial-not-found',
    );
  });

  it('of a fine-tune tries what is frozen and replayed, each trial from the same model; so do the runs of its best', async () => {
    const host = await studio();
    const from = {
      ...{ model: 'starter' as const, freeze: 'none' as const, head: 'keep' as const },
      replay: { datasets: ['mnist' as const], share: 0.5 },
    };
    const space = { 'from.freeze': { choices: ['none', 'features'] }, 'from.rates.head': { choices: [2, 3] } };
    const spec = quick({ space, sampler: 'grid', budget: { trials: 4 } });
    const { id } = await host.studies.start({ ...spec, base: { ...spec.base, from } });
    const { status } = await host.studies.ended(id);
    const { trials } = await host.studies.get(id);
    expect([status, trials.length]).toEqual(['finished', 4]);
    for (const { run, values } of trials) {
      const { run: record } = await host.runs.get(run!);
      expect(record.spec.from).toMatchObject({
        ...{ model: 'starter', freeze: values['from.freeze'], replay: from.replay },
        rates: { head: values['from.rates.head'] },
      });
      const frozen = record.spec.model.layers.filter(({ trainable }) => trainable === false);
      expect(frozen.length > 0).toBe(values['from.freeze'] === 'features');
      expect(existsSync(path.join(host.runs.folderOf(run!), 'from', 'model.json'))).toBe(true);
    }
    const presets = new Presets({ storageFolder: host.home, log: host.log } as ConstructorParameters<
      typeof Presets
    >[0]);
    const { runs } = await promote({ ...host, presets }, { id, trial: 0, as: { kind: 'run', seeds: 2 } });
    expect(runs.map(({ spec: { from: own } }) => own?.freeze)).toEqual(Array(2).fill(trials[0]!.values['from.freeze']));
    expect(new Set(runs.map(({ spec: { recipe } }) => recipe.seed)).size).toBe(2);
    // A preset would begin with other weights than those that its settings were chosen with.
    const asPreset = promote({ ...host, presets }, { id, trial: 0, as: { kind: 'preset', name: 'No' } });
    expect(await codeOf(asPreset)).toBe('unsupported');
  });
});
