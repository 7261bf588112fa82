import path from 'node:path';
import { describeModel } from '../../shared/model/shapes.ts';
import { trainerEnvironment } from '../../electron/hosts/trainer-environment.ts';
import { schedulableCpus } from '../../electron/native/processor.ts';
import { mnistFolder } from '../../test/fixtures/mnist.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { RecipeInput } from '../../shared/contract/schemas/recipe.ts';
import type { Bench } from './bench.ts';
import { plainRecipe, writeJob } from './job.ts';
import { peersFolder } from './peers.ts';
import type { Contender } from './turns.ts';
import { startWorker } from './worker.ts';

const workers = path.resolve(import.meta.dirname, '..', 'workers');

export interface Training {
  readonly name: string;
  readonly model: ModelSpec;
  /** Images of an epoch. */
  readonly images: number;
  readonly recipe?: Partial<RecipeInput>;
  readonly stepsPerCall?: number;
  readonly mode?: 'graph' | 'eager';
}

type Environment = Readonly<Record<string, string>>;

/** The trainer's whole run. */
export const run = (bench: Bench, training: Training): Promise<Contender> => trainer('run', bench, training);
/** The trainer's optimizer steps alone. */
export const steps = (bench: Bench, training: Training): Promise<Contender> => trainer('steps', bench, training);
/** The Tutorial CNN in tfjs-node as it comes. */
export const stock = (bench: Bench, training: Training): Promise<Contender> =>
  ours('stock', bench, training, allCoresForEachOp());

export const matmul = (size: number): Promise<Contender> =>
  startWorker({
    name: `matmul ${size}`,
    command: [process.execPath, path.join(workers, 'matmul.ts'), `${size}`],
    env: allCoresForEachOp(),
  });

/** As TensorFlow does by default. The trainer gives each op half of the cores, since it runs two side by side. */
const allCoresForEachOp = (): Environment => ({ TF_NUM_INTRAOP_THREADS: `${schedulableCpus()}` });

export const keras = (bench: Bench, training: Training): Promise<Contender> => peer('keras_train.py', bench, training);
/** Knows the Tutorial CNN alone. */
export const torch = (bench: Bench, training: Training): Promise<Contender> => peer('torch_train.py', bench, training);

/** As the studio starts its trainer. */
const trainer = (worker: 'run' | 'steps', bench: Bench, training: Training): Promise<Contender> =>
  ours(worker, bench, training, trainerEnvironment(process.env));

function ours(
  worker: 'run' | 'steps' | 'stock',
  bench: Bench,
  training: Training,
  env: Environment,
): Promise<Contender> {
  return start([process.execPath, path.join(workers, `${worker}.ts`)], bench, training, env);
}

function peer(script: string, bench: Bench, training: Training): Promise<Contender> {
  return start([bench.python!, path.join(peersFolder, script)], bench, training);
}

function start(
  command: readonly string[],
  bench: Bench,
  training: Training,
  more: Environment = {},
): Promise<Contender> {
  const { name, model, images, recipe, stepsPerCall, mode } = training;
  bench.say(`starting ${name}`);
  const file = writeJob(bench.folder, {
    model,
    recipe: plainRecipe(recipe),
    images,
    data: bench.data,
    threads: schedulableCpus(),
    stepsPerCall,
    mode,
  });
  const env = { INKSTONE_MNIST_DIR: mnistFolder, ...more };
  return startWorker({ name, command: [...command, file], env, parameters: describeModel(model).parameters });
}

/** Starts contenders one after another; if one fails, ends those that stand. */
export async function startAll(makers: readonly (() => Promise<Contender>)[]): Promise<Contender[]> {
  const started: Contender[] = [];
  try {
    for (const make of makers) started.push(await make());
    return started;
  } catch (error) {
    await Promise.all(started.map((contender) => contender.end()));
    throw error;
  }
}
