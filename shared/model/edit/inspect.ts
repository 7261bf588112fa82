import { AppError, type ErrorParams } from '../../contract/errors.ts';
import type { LayerSpec } from '../../contract/schemas/model.ts';
import type { Task } from '../../contract/schemas/task.ts';
import { DEEPEST_RESIDUAL, describeLayer } from '../describe-layers.ts';
import { faultOf, type ModelFault } from '../faults.ts';
import type { Shape } from '../info.ts';
import { SHORTCUT } from '../layers/residual.ts';
import { layerNames } from '../names.ts';
import type { LayerPath } from './layer-path.ts';
import { headFaults } from './head-faults.ts';
import type { InspectedLayer, LayerFault } from './inspected.ts';
import { mendedLayers } from './mended-layers.ts';

export interface Inspection {
  readonly layers: readonly InspectedLayer[];
  /** All of them, in the order of the layers. */
  readonly faults: readonly LayerFault[];
}

/**
 * Everything that is wrong with a stack of layers for a task, all at once, and what can be told of each layer all the same. Behind a
 * layer that cannot be built, what would come out of it once it is mended is taken to come in: one mistake is told once.
 */
export function inspectModel(
  { inputShape, classes }: Pick<Task, 'inputShape' | 'classes'>,
  layers: readonly LayerSpec[],
): Inspection {
  const top: Stack = { prefix: '', path: [], frozen: false, index: null };
  const inspected = inspectStack(layers, inputShape, top);
  const own = headFaults(inspected, { inputShape, classes: classes.length });
  const last = inspected.length - 1;
  const all = inspected.map((one, i) => (i === last ? { ...one, faults: [...one.faults, ...own] } : one));
  return { layers: all, faults: last < 0 ? own : all.flatMap(faultsIn) };
}

const faultsIn = ({ faults, layers }: InspectedLayer): LayerFault[] => [...layers.flatMap(faultsIn), ...faults];

interface Stack {
  readonly prefix: string;
  readonly path: LayerPath;
  readonly frozen: boolean;
  /** The number, from 1, of the model's own layer that the stack belongs to; null for these themselves. */
  readonly index: number | null;
}

function inspectStack(layers: readonly LayerSpec[], input: Shape | null, stack: Stack): InspectedLayer[] {
  const names = layerNames(layers, stack.prefix);
  let shape = input;
  return layers.map((layer, i) => {
    const one = inspectLayer(layer, { names, i, shape, last: i === layers.length - 1 }, stack);
    shape = one.info?.outputShape ?? outputOnceMended(one);
    return one;
  });
}

interface Standing {
  readonly names: readonly string[];
  readonly i: number;
  readonly shape: Shape | null;
  readonly last: boolean;
}

function inspectLayer(layer: LayerSpec, { names, i, shape, last }: Standing, stack: Stack): InspectedLayer {
  const name = names[i]!;
  const path = [...stack.path, i];
  const index = stack.index ?? i + 1;
  const depth = stack.path.length;
  const frozen = stack.frozen || layer.trainable === false;
  const faults: LayerFault[] = [];
  const told = (reason: ModelFault, facts: ErrorParams = {}): void =>
    void faults.push({ path, reason, params: { ...facts, layer: name, index, reason } });

  if (layer.name?.includes('/')) told('name-with-slash');
  if (names.indexOf(name) !== i || (depth > 0 && layer.name === SHORTCUT)) told('duplicate-name');
  if (depth > DEEPEST_RESIDUAL) told('too-deep', { deepest: DEEPEST_RESIDUAL });
  const softmax = 'activation' in layer && layer.activation === 'softmax';
  if (softmax && !(last && depth === 0)) told('softmax-inside');

  // Nothing deeper than this is told of: it would be the same again.
  const inner = layer.type === 'Residual' && depth <= DEEPEST_RESIDUAL;
  const layers = inner ? inspectStack(layer.layers, shape, { prefix: name, path, frozen, index }) : [];
  const base = { path, layer, name, inputShape: shape, layers };
  const tooDeep = layer.type === 'Residual' && !inner;
  if (shape === null || tooDeep) return { ...base, info: null, faults };
  try {
    const info = describeLayer(layer, {
      name,
      shape,
      frozen,
      fail: (reason, facts) => {
        throw new AppError('model-invalid', { ...facts, reason });
      },
      inside: () => layers.map(({ info }) => info ?? unknownInside()),
    });
    return { ...base, info, faults };
  } catch (error) {
    const reason = error instanceof AppError ? faultOf(error) : null;
    if (reason === null && !(error instanceof InsideUnknown)) throw error;
    if (reason !== null) told(reason, (error as AppError).params);
    return { ...base, info: null, faults };
  }
}

/** A layer inside a block has a fault of its own, which is told there. */
class InsideUnknown extends Error {}
function unknownInside(): never {
  throw new InsideUnknown();
}

/** What would come out of a layer if its first mend were made; null where nobody knows. */
function outputOnceMended({ layer, inputShape, faults, layers }: InspectedLayer): Shape | null {
  if (inputShape === null) return null;
  const inner = layers.at(-1);
  // A block whose layers are mended gives what they do.
  if (inner && faults.length === 0) return inner.info?.outputShape ?? outputOnceMended(inner);
  for (const { reason } of faults) {
    for (const mended of mendedLayers(layer, inputShape, reason)) {
      const output = outputOf(mended.layers, inputShape);
      if (output) return output;
    }
  }
  return null;
}

function outputOf(layers: readonly LayerSpec[], input: Shape): Shape | null {
  const stack: Stack = { prefix: '', path: [], frozen: false, index: null };
  const last = inspectStack(layers, input, stack).at(-1);
  return last === undefined ? input : (last.info?.outputShape ?? null);
}
