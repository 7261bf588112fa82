import type { EventPayload, Handlers } from '../../shared/contract/define.ts';
import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import { trainerCalls, trainerEvents, type TrainerCalls, type TrainerEvents } from '../../shared/contract/trainer.ts';
import { abortable } from '../../shared/rpc/cancel.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { augmentedImages } from './augment/augmented-images.ts';
import { labHandlers } from './evaluate/lab-handlers.ts';
import { ModelCache } from './evaluate/model-cache.ts';
import { readExports } from '../formats/exports/read-exports.ts';
import { predict } from './evaluate/predict.ts';
import { readLines } from './evaluate/read-lines.ts';
import { findLearningRate } from './find-learning-rate.ts';
import { gradientHandlers } from './gradients/gradient-handlers.ts';
import { JobRunner, TELL_EVERY } from './job-runner.ts';
import { loadEngine, runEngine } from './load-engine.ts';
import { Measurements } from './measurements.ts';
import { probe } from './probe.ts';

/** The smallest change of memory that is sent, bytes: it is shown in megabytes. */
const MEMORY_NEWS = 1e6;
/** Milliseconds after which unchanged memory is sent again, for windows that were opened later. */
const MEMORY_REST = 10_000;

interface Engine {
  readonly facts: EngineFacts;
  readonly loadSeconds: number;
}

export interface TrainerSession {
  /** To be called when the host is gone. Resolves when all work has ended, a run with its checkpoint on disk. */
  end(): Promise<void>;
}

/** The trainer's side of the contract: answers its calls over `transport` and tells its events. */
export function serveTrainer(transport: Transport): TrainerSession {
  const engine = new Gate<Engine>();
  const models = new ModelCache();
  const measurements = new Measurements(() => runner.busy);

  const readExport = readExports({
    tfjs: async () => (await import('./exports/open-tfjs.ts')).openTfjs,
    savedmodel: async () => (await import('./exports/open-saved-model.ts')).openSavedModel,
  });
  const tell = (progress: EventPayload<TrainerEvents, 'evaluation.progress'>): void =>
    serving.emit('evaluation.progress', progress);
  const handlers: Handlers<TrainerCalls> = {
    'engine.load': async (input) => {
      const start = performance.now();
      const facts = await loadEngine(input);
      engine.open({ facts, loadSeconds: (performance.now() - start) / 1000 });
      return facts;
    },
    'engine.probe': async ({ seconds, subject }, { signal }) => {
      await engine.opened;
      // A run that is asked for meanwhile waits for the seconds that a probe takes.
      return measurements.measure((ended) => probe(seconds, ended, subject), signal, 'wait');
    },
    'engine.findLearningRate': async ({ spec, data }, { signal }) => {
      await engine.opened;
      return measurements.measure((ended) => findLearningRate(spec, data, ended), signal);
    },
    'engine.augment': async (request, { signal }) => {
      await abortable(engine.opened, signal);
      return augmentedImages(request, signal);
    },
    'job.start': async (job) => {
      const { facts, loadSeconds } = await engine.opened;
      await measurements.makeWay();
      runner.start(job, { engine: runEngine(facts), loadSeconds });
      return null;
    },
    'job.pause': () => runner.pause(),
    'job.resume': () => {
      runner.resume();
      return null;
    },
    'job.stop': () => runner.stop(),
    'model.predict': async ({ folder, images }, { signal }) => {
      await abortable(engine.opened, signal);
      return models.use(folder, (loaded) => predict(loaded, images), signal);
    },
    'model.readLines': async ({ folder, lines }, { signal }) => {
      await abortable(engine.opened, signal);
      return models.use(folder, (loaded) => readLines(loaded, lines, signal), signal);
    },
    'export.read': async (input, { signal }) => {
      await abortable(engine.opened, signal);
      return readExport(input);
    },
    ...gradientHandlers({ loaded: engine.opened, tell }),
    ...labHandlers({
      loaded: engine.opened,
      models,
      measurements,
      tell,
    }),
  };

  const serving = serve({ calls: trainerCalls, events: trainerEvents }, handlers, transport, {
    onError: (call, thrown) => console.error(call, thrown),
  });
  const runner = new JobRunner({
    logs: (id, logs) => serving.emit('job.logs', { id, logs }),
    ended: (id, outcome, error) => serving.emit('job.ended', { id, outcome, error }),
  });
  let [told, toldAt] = [0, -Infinity];
  const timer = setInterval(() => {
    runner.tell();
    const [residentBytes, now] = [process.memoryUsage.rss(), performance.now()];
    if (Math.abs(residentBytes - told) < MEMORY_NEWS && now - toldAt < MEMORY_REST) return;
    [told, toldAt] = [residentBytes, now];
    serving.emit('memory', { residentBytes });
  }, TELL_EVERY);
  serving.onClose(() => clearInterval(timer));
  return {
    async end() {
      await measurements.end();
      await runner.desert();
    },
  };
}

/** A value that callers await until it is there. */
class Gate<T> {
  readonly opened: Promise<T>;
  readonly open: (value: T) => void;

  constructor() {
    let resolveIt!: (value: T) => void;
    this.opened = new Promise<T>((resolve) => (resolveIt = resolve));
    this.open = resolveIt;
  }
}
