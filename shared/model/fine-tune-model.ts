import { AppError } from '../contract/errors.ts';
import type { Freeze, Rates, Taken } from '../contract/schemas/fine-tune.ts';
import { LAYER_GROUPS } from '../contract/schemas/fine-tune.ts';
import type { LayerSpec, ModelSpec } from '../contract/schemas/model.ts';
import type { LayerInfo } from './info.ts';
import { describeModel, readsLines } from './shapes.ts';

export interface FineTuneOptions {
  readonly freeze: Freeze;
  /** How many classes a new head has; null keeps the parent's. */
  readonly classes: number | null;
  readonly rates?: Rates | undefined;
}

/**
 * A trained model's layers as a fine-tune has them: `trainable: false` on the frozen ones and on no other, whatever the
 * parent had frozen, and with a new head as many units as there are classes. Pure; names and shapes stay, so that weights
 * are found by path. Throws `layer-unknown` {name, names}, `head-fixed` {layer}, and what `describeModel` throws.
 */
export function fineTuneModel(parent: ModelSpec, { freeze, classes, rates = {} }: FineTuneOptions): ModelSpec {
  const info = describeModel(parent);
  const { layers: infos } = info;
  const head = headOf(infos);
  const known = (name: string): boolean => infos.some((info) => info.name === name);
  const named = [...(Array.isArray(freeze) ? freeze : []), ...Object.keys(rates).filter((name) => !isGroup(name))];
  const unknown = named.find((name) => !known(name));
  if (unknown !== undefined) {
    const names = infos.filter(hasWeights).map(({ name }) => name);
    throw new AppError('layer-unknown', { name: unknown, names });
  }
  const frozen = (i: number): boolean =>
    Array.isArray(freeze) ? freeze.includes(infos[i]!.name) : freeze === 'features' && i < head;
  const layers = parent.layers.map((layer, i) => {
    const trained = thawed(layer);
    return frozen(i) && hasWeights(infos[i]!) ? { ...trained, trainable: false } : trained;
  });
  // Of lines, CTC's blank is read beside the classes.
  const outputs = classes === null ? null : classes + (readsLines(info) ? 1 : 0);
  if (outputs !== null) layers[head] = withOutputs(layers[head]!, outputs, infos[head]!.name);
  return { ...parent, layers };
}

/** The place of the last layer that has weights; -1 without any. */
export const headOf = (infos: readonly LayerInfo[]): number => infos.map(hasWeights).lastIndexOf(true);

/**
 * What is frozen where only what reads images is to be kept: every layer up to the last convolution, and its normalisation; in a
 * model without convolutions before its head, all features. Throws `nothing-to-transfer` where only the head has weights.
 */
export function convolutionsOf(model: ModelSpec): Freeze {
  const { layers: infos } = describeModel(model);
  const head = headOf(infos);
  if (!infos.some((info, i) => i < head && hasWeights(info))) throw new AppError('nothing-to-transfer');
  const last = model.layers.slice(0, head).map(convolves).lastIndexOf(true);
  if (last < 0) return 'features';
  const next = infos.findIndex((info, i) => i > last && hasWeights(info) && !info.type.endsWith('Normalization'));
  return infos
    .slice(0, next)
    .filter(hasWeights)
    .map(({ name }) => name);
}

/** How many times the learning rate a layer's weights get: by its own name first, then by its group. */
export const rateOf = (rates: Rates, name: string, isHead: boolean): number =>
  (isGroup(name) ? undefined : rates[name]) ?? rates[isHead ? 'head' : 'features'] ?? 1;

/** What a fine-tune of this model takes over. A new head's weights are never the parent's, whatever their shapes. */
export function takenOf(parent: ModelSpec, tuned: ModelSpec, newHead: boolean): Taken {
  const [before, after] = [describeModel(parent), describeModel(tuned)];
  const shapes = new Map(
    before.layers.flatMap(({ weights }) => weights.map(({ path, shape }) => [path, String(shape)])),
  );
  const head = headOf(after.layers);
  const isTaken = ({ weights }: LayerInfo, i: number): boolean =>
    !(newHead && i === head) && weights.every(({ path, shape }) => shapes.get(path) === String(shape));
  const weighty = after.layers
    .map((info, i) => ({ info, taken: isTaken(info, i) }))
    .filter(({ info }) => hasWeights(info));
  const names = (wanted: (layer: (typeof weighty)[number]) => boolean): string[] =>
    weighty.filter(wanted).map(({ info }) => info.name);
  return {
    layers: names(({ taken }) => taken),
    fresh: names(({ taken }) => !taken),
    frozen: names(({ info }) => info.trainable === 0),
    trainable: after.trainable,
  };
}

/**
 * How many layers at the front give the same for an image in every step of a training: all their weights are frozen, and
 * nothing in them is drawn at random. What they make of an image may be computed once. 0 where the first layers that have
 * weights are trained.
 */
export function frozenPrefix(spec: ModelSpec): number {
  const { layers: infos } = describeModel(spec);
  const changing = infos.findIndex(({ trainable }, i) => trainable > 0 || drops(spec.layers[i]!));
  const prefix = changing < 0 ? infos.length : changing;
  return infos.slice(0, prefix).some(hasWeights) ? prefix : 0;
}

const hasWeights = ({ weights }: LayerInfo): boolean => weights.length > 0;

const isGroup = (name: string): boolean => (LAYER_GROUPS as readonly string[]).includes(name);

const convolves = (layer: LayerSpec): boolean =>
  layer.type === 'Residual' ? layer.layers.some(convolves) : layer.type.endsWith('Conv2D');

/** A layer, with those inside it, that is trained. */
function thawed(layer: LayerSpec): LayerSpec {
  const trained = layer.type === 'Residual' ? { ...layer, layers: layer.layers.map(thawed) } : { ...layer };
  delete trained.trainable;
  return trained;
}

function withOutputs(layer: LayerSpec, outputs: number, name: string): LayerSpec {
  if (layer.type === 'Dense') return { ...layer, units: outputs };
  if (layer.type === 'Conv2D') return { ...layer, filters: outputs };
  throw new AppError('head-fixed', { layer: name });
}

/** Whether it gives another value each time, in training. */
function drops(layer: LayerSpec): boolean {
  switch (layer.type) {
    case 'Dropout':
    case 'SpatialDropout2D':
      return layer.rate > 0;
    case 'TransformerEncoder':
      return layer.dropout > 0;
    case 'Residual':
      return layer.layers.some(drops);
    default:
      return false;
  }
}
