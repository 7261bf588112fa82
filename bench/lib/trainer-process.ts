import fs from 'node:fs';
import path from 'node:path';
import { launchNodeTrainer } from '../../electron/hosts/node-trainer-child.ts';
import type { HostChild } from '../../electron/environment.ts';
import { root } from '../../scripts/lib/root.ts';
import type { Client } from '../../shared/contract/define.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import {
  trainerCalls,
  trainerEvents,
  trainJobSchema,
  type DataFiles,
  type TrainerCalls,
  type TrainerEvents,
  type TrainJob,
} from '../../shared/contract/trainer.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { plainRecipe } from './job.ts';

/** A trainer in a process of its own, as the studio starts it, without the rest of the studio. */
export interface TrainerProcess {
  readonly client: Client<TrainerCalls, TrainerEvents>;
  readonly pid: number;
  /** Called with each log of its runs as it comes; returns what stops that. */
  onLog(listener: (log: RunLog) => void): () => void;
  /** Resolves when the run that goes has ended; rejects if it did not finish. */
  ended(): Promise<void>;
  end(): Promise<void>;
}

/** Starts it; TensorFlow is being loaded when this returns. */
export function startTrainerProcess(): TrainerProcess {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const script = path.join(root, 'out', 'node', 'trainer.cjs');
  const child: HostChild = launchNodeTrainer({ script, log: silent });
  const client = connect({ calls: trainerCalls, events: trainerEvents }, child.transport);
  const exited = new Promise<void>((resolve) => child.onExit(() => resolve()));
  const listeners = new Set<(log: RunLog) => void>();
  client.on('job.logs', ({ logs }) => {
    for (const log of logs) for (const listener of listeners) listener(log);
  });
  // After a failure every later call fails, too.
  client.call('engine.load', { libraryFolder: null }).catch(() => undefined);
  return {
    client,
    pid: child.pid!,
    onLog(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ended: () =>
      new Promise((resolve, reject) => {
        client.on('job.ended', ({ outcome, error }) => {
          if (outcome === 'failed') reject(new Error(JSON.stringify(error)));
          else resolve();
        });
        void exited.then(() => reject(new Error('the trainer ended early')));
      }),
    async end() {
      child.kill();
      await exited;
    },
  };
}

interface JobOptions {
  readonly folder: string;
  readonly data: DataFiles;
  readonly model: ModelSpec;
  readonly recipe?: Partial<RecipeInput>;
  /** Images to train on; all if absent. */
  readonly limit?: number;
}

export const trainerJob = ({ folder, data, model, recipe, limit }: JobOptions): TrainJob =>
  trainJobSchema.parse({
    id: 'bench',
    spec: {
      version: 2,
      name: 'bench',
      task: data.task,
      framing: data.framing,
      model,
      data: { datasets: [data.id], ...(limit === undefined ? {} : { limit }) },
      recipe: plainRecipe(recipe),
    },
    data: [data],
    folder: emptyFolder(folder),
    resume: false,
    checkpoint: {},
  });

let folders = 0;

function emptyFolder(within: string): string {
  const folder = path.join(within, `run-${++folders}`);
  fs.mkdirSync(folder);
  return folder;
}
