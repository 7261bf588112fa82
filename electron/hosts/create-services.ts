import { hostCalls } from '../../shared/contract/calls.ts';
import { toErrorData } from '../../shared/contract/errors.ts';
import { hostEvents } from '../../shared/contract/events.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { Architectures } from '../services/architectures/architectures.ts';
import { Batches } from '../services/batches/batches.ts';
import { Corrections } from '../services/corrections/corrections.ts';
import { Suspects } from '../services/corrections/suspects.ts';
import { Datasets, type DatasetsDependencies } from '../services/datasets/datasets.ts';
import { EngineService, type EngineDependencies } from '../services/engine/engine.ts';
import { Evaluations } from '../services/evaluations/evaluations.ts';
import { ImageMaps } from '../services/evaluations/image-maps.ts';
import { Neighbours } from '../services/evaluations/neighbours.ts';
import { Exports } from '../services/exports/exports.ts';
import { FileHandles } from '../services/files/handles.ts';
import { Forms } from '../services/forms/forms.ts';
import type { FieldReader } from '../services/forms/page-reader.ts';
import { Hands } from '../services/hands/hands.ts';
import { Models } from '../services/models/models.ts';
import { warmUp } from '../services/models/warm-up.ts';
import { Readings } from '../services/readings/readings.ts';
import { Reports } from '../services/reports/reports.ts';
import { Presets } from '../services/presets/presets.ts';
import { Recipes } from '../services/recipes/recipes.ts';
import { Runs, type RunsDependencies } from '../services/runs/runs.ts';
import { LearningRateSearch } from '../services/runs/learning-rate-search.ts';
import { checkBase } from '../services/studies/check-base.ts';
import { LocalTrials } from '../services/studies/local-trials.ts';
import { Studies } from '../services/studies/studies.ts';
import { SettingsService } from '../services/settings/settings.ts';
import { makeStorage } from '../services/storage/storage.ts';
import { Updates, type UpdatesOptions } from '../services/updates/updates.ts';
import { ReaderLink, type ReaderLinkOptions } from '../reader-link/reader-link.ts';
import type { HostEnvironment } from '../environment.ts';
import { hostHandlers } from './host-handlers.ts';
import type { ServiceSet } from './service-set.ts';

export interface Services extends ServiceSet {
  /** Serves one window over `transport`, with file handles of its own, until the transport closes. */
  connect(transport: Transport): void;
  /** Something that is to be ended before the services are, when they stop. */
  beforeStop(end: () => Promise<void>): void;
  /** Makes the trainer ready to read what is drawn (see services/models/warm-up.ts). Never rejects. */
  warmUp(): Promise<void>;
  /** The run that has the trainer. */
  activeRun(): Run | null;
  /** Ends everything: the run in progress with a checkpoint, to be resumed at the next start; then the trainer. */
  stop(): Promise<void>;
}

/** What tests and the CLI may set beside the environment. */
export type ServiceOptions = Pick<DatasetsDependencies, 'mirrors' | 'stall'> &
  Pick<RunsDependencies, 'checkpointEverySeconds'> &
  Pick<EngineDependencies, 'cuda' | 'hasCard' | 'idleMs' | 'freeMemory'> & {
    readonly readerIdleMs?: ReaderLinkOptions['idleMs'];
    readonly updates?: UpdatesOptions;
  };

/** How long a run may take to write its last checkpoint, milliseconds. */
const PATIENCE = 10_000;

/** Puts a host's services together. Throws `storage-denied` and its like when the storage folder cannot be used. */
export async function createServices(env: HostEnvironment, options: ServiceOptions = {}): Promise<Services> {
  await makeStorage(env.storageFolder);
  const settings = await SettingsService.open(env);
  const engine = await EngineService.open({ ...options, env, settings });
  const { link, use } = engine;
  const hands = new Hands(env);
  const datasets = new Datasets({
    env,
    hands,
    settings: () => settings.get(),
    neededBy: async (id) => (await runs.using(id))?.spec.name ?? null,
    keptStates: async (id) => (await runs.list()).flatMap(({ spec }) => spec.data.states?.[id] ?? []),
    readDigits: async (images) => (await models.predict('starter', images)).items.map(({ index }) => index),
    mirrors: options.mirrors,
    stall: options.stall,
  });
  const prepare: RunsDependencies['prepare'] = (ids, wish, states) => datasets.prepare(ids, wish, states);
  const taskOf: RunsDependencies['taskOf'] = (data, replayed) => datasets.taskOf(data, replayed);
  const framingOf: RunsDependencies['framingOf'] = (id) => datasets.existing(id);
  const checkMemory: RunsDependencies['checkMemory'] = async (spec) =>
    engine.memory.check(spec, await datasets.imageBytes(spec.data));
  const runs: Runs = new Runs({
    env,
    link,
    use,
    prepare,
    prepareReady: (ids) => datasets.prepareReady(ids),
    taskOf,
    framingOf,
    checkMemory,
    predicted: (spec) => engine.predicted(spec),
    checkpointEverySeconds: options.checkpointEverySeconds,
  });
  await runs.recover();
  const learningRates = new LearningRateSearch({ use, link, prepare, taskOf, checkMemory });
  const studies = new Studies({
    env,
    checkBase: (spec) =>
      checkBase(spec, {
        taskOf,
        checkMemory,
        tunedSpecOf: async (request) => runs.fineTuneSpecOf(request, await models.parent(request.from.model)),
      }),
    executorOf: async (record, hooks) => {
      if (record.spec.queue === null) return new LocalTrials(runs, record.spec.objectives, (ref) => models.parent(ref));
      const { openQueue } = await import('../services/studies/queue/open-queue.ts');
      return openQueue(record, { runs, prepare, taskOf, ...hooks });
    },
  });
  const models: Models = new Models({ env, runs, link });
  const corrections = new Corrections({ env, datasets });
  const suspects = new Suspects({ env, datasets, corrections, link, use });
  const evaluations = new Evaluations({ env, datasets, models, runs: runs.records, link, corrections });
  const neighbours = new Neighbours({ env, models, link, evaluations, storage: env.storageFolder });
  const maps = new ImageMaps({ env, models, link, evaluations });
  const exports = new Exports({ env, models, runs, datasets, link });
  const presets = new Presets(env);
  const recipes = new Recipes(env);
  const architectures = new Architectures(env);
  const updates = new Updates({
    env,
    settings,
    use,
    training: async () => (await runs.training())?.spec.name ?? null,
    options: options.updates,
  });
  const reader = new ReaderLink({ env, idleMs: options.readerIdleMs });
  const readings = new Readings({ models, link, reader });
  const readFields: FieldReader = async (lines, model, signal) =>
    (await readings.readLines(lines, models.folderOf(model), signal)).lines;
  const forms = new Forms({ env, reader, read: readFields });
  const batches = new Batches({ env, read: readFields });
  const reports = new Reports({ env, settings, engine });
  const lab = { corrections, suspects, evaluations, neighbours, maps };
  const set: ServiceSet = {
    env,
    settings,
    datasets,
    hands,
    runs,
    learningRates,
    studies,
    models,
    ...lab,
    exports,
    presets,
    recipes,
    architectures,
    engine,
    updates,
    link,
    reader,
    readings,
    forms,
    batches,
    reports,
  };
  const before: (() => Promise<void>)[] = [];
  await runs.takeQueue();
  // In the background: a server that does not answer keeps nobody from drawing.
  if (env.host === 'electron') void updates.begin();
  return {
    ...set,
    beforeStop: (end) => void before.push(end),
    connect: (transport) => connectWindow(set, transport),
    warmUp: () => warmUp({ env, engine, models, settings }),
    activeRun: () => runs.active(),
    async stop() {
      await updates.close();
      await datasets.close();
      await models.imports.close();
      await exports.close();
      reader.stop();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)));
      await Promise.race([
        Promise.all([studies.close(), batches.close(), runs.close(), ...before.map((end) => end())]),
        late,
      ]);
      clearTimeout(timer);
      await models.writeIndex();
      await engine.stop();
    },
  };
}

/** Serves the contract to one window and tells it what happens, until it is gone. */
function connectWindow(services: ServiceSet, transport: Transport): void {
  const { env, settings, datasets, hands, runs, models, corrections, evaluations, maps, presets, engine } = services;
  const { exports, architectures, recipes, studies, forms, batches, updates } = services;
  const files = new FileHandles(env);
  const contract = { calls: hostCalls, events: hostEvents };
  const serving = serve(contract, hostHandlers(services, files), transport, {
    // Not what it was called with: names of hands and classes, and paths, would come into the log.
    onError: (call, thrown) => {
      const { code, details } = toErrorData(thrown);
      env.log.warn('call refused', { call, error: code, ...(code === 'internal' && { details }) });
    },
  });
  const subscriptions = [
    settings.onChanged.on((value) => serving.emit('settings.changed', value)),
    datasets.onChanged.on((info) => serving.emit('dataset.changed', info)),
    datasets.onRemoved.on((news) => serving.emit('dataset.removed', news)),
    datasets.onInspecting.on((news) => serving.emit('inspection.progress', news)),
    models.onChanged.on((news) => serving.emit('model.changed', news)),
    models.onRemoved.on((news) => serving.emit('model.removed', news)),
    evaluations.onAdded.on((info) => serving.emit('evaluation.added', info)),
    evaluations.onRemoved.on((news) => serving.emit('evaluation.removed', news)),
    corrections.onChanged.on((news) => serving.emit('corrections.changed', news)),
    engine.link.onReading.on((progress) => serving.emit('evaluation.progress', progress)),
    maps.onProgress.on((progress) => serving.emit('evaluation.progress', progress)),
    exports.onProgress.on((progress) => serving.emit('export.progress', progress)),
    hands.onChanged.on((info) => serving.emit('hand.changed', info)),
    hands.onRemoved.on((news) => serving.emit('hand.removed', news)),
    runs.records.onChanged.on((run) => serving.emit('run.changed', run)),
    runs.records.onLogs.on((news) => serving.emit('run.logs', news)),
    runs.onRemoved.on((news) => serving.emit('run.removed', news)),
    studies.onChanged.on((study) => serving.emit('study.changed', study)),
    studies.onTrial.on((news) => serving.emit('study.trial', news)),
    studies.onRemoved.on((news) => serving.emit('study.removed', news)),
    studies.onWorkers.on((news) => serving.emit('study.workers', news)),
    runs.waiting.onState.on((state) => serving.emit('queue.changed', state)),
    presets.onChanged.on((list) => serving.emit('presets.changed', list)),
    recipes.onChanged.on((list) => serving.emit('recipes.changed', list)),
    architectures.onChanged.on((architecture) => serving.emit('architecture.changed', architecture)),
    architectures.onRemoved.on((news) => serving.emit('architecture.removed', news)),
    forms.onChanged.on((form) => serving.emit('form.changed', form)),
    forms.onRemoved.on((news) => serving.emit('form.removed', news)),
    batches.onChanged.on((batch) => serving.emit('batch.changed', batch)),
    batches.onPages.on((news) => serving.emit('batch.pages', news)),
    batches.onRemoved.on((news) => serving.emit('batch.removed', news)),
    updates.onChanged.on((status) => serving.emit('updates.changed', status)),
    engine.onStatus.on((status) => serving.emit('engine.changed', status)),
    engine.link.onMemory.on((news) => serving.emit('engine.memory', news)),
  ];
  const stopEdits = env.onEdit?.((command) => serving.emit('menu.edit', command));
  const stopOpened = env.opened?.onArrived(() => serving.emit('files.opened', null));
  serving.onClose(() => {
    stopEdits?.();
    stopOpened?.();
    for (const unsubscribe of subscriptions) unsubscribe();
    void files.close();
  });
}
