import type { LayerOf, LayerSpec } from '../../contract/schemas/model.ts';
import { layerSchema } from '../../contract/schemas/layer.ts';
import type { ModelFault } from '../faults.ts';
import { elements, shapeText, type Shape } from '../info.ts';
import { freshLayer } from '../layers/registry.ts';
import { shortcutStrides } from '../layers/residual.ts';
import { keepingShape, outputInside, samePadded } from './mended-blocks.ts';

/** What a mend does, as its words need it (words in i18n: `editor.mends`). */
export type MendKind =
  | 'flatten-before'
  | 'average-before'
  | 'reshape-before'
  | 'patches-before'
  | 'padding-same'
  | 'window'
  | 'remove'
  | 'strides'
  | 'dilation'
  | 'patch-size'
  | 'reshape-to'
  | 'heads'
  | 'width'
  | 'shortcut-conv'
  | 'shortcut-identity'
  | 'keep-shape'
  | 'padding-same-inside'
  | 'unwrap'
  | 'activation'
  | 'unnamed'
  | 'units'
  | 'softmax'
  | 'add-head'
  | 'trainable'
  | 'return-sequences'
  | 'move-before'
  | 'replace';

export interface LocalMend {
  readonly kind: MendKind;
  /** For the words' placeholders. */
  readonly params: Readonly<Record<string, string | number>>;
  /** What comes into the layer's place. */
  readonly layers: readonly LayerSpec[];
}

type Mends = readonly LocalMend[];

/**
 * What may come into the place of a layer that has such a fault, the best first: with each of them the fault is gone, at least at this
 * layer. Empty where nothing that is known would help, or the fault is not the layer's own.
 */
export function mendedLayers(layer: LayerSpec, input: Shape, reason: ModelFault): Mends {
  switch (reason) {
    case 'needs-vector':
      return [
        before('flatten-before', { type: 'Flatten' }, layer),
        before('average-before', { type: 'GlobalAveragePooling2D' }, layer),
      ];
    case 'needs-image':
      return asImage(layer, input);
    case 'needs-sequence':
      return asSequence(layer, input);
    case 'window-too-large':
      return smallerWindow(layer, input);
    case 'dilated-strides':
      return 'dilationRate' in layer
        ? [
            mend('dilation', { size: '1 × 1' }, { ...layer, dilationRate: [1, 1] }),
            mend('strides', { size: '1 × 1' }, { ...layer, strides: [1, 1] }),
          ]
        : [];
    case 'uneven-strides':
      return 'dilationRate' in layer ? evenStrides(layer) : [];
    case 'patch-uneven':
      return layer.type === 'PatchEmbedding' ? evenPatches(layer, input) : [];
    case 'reshape-mismatch':
      return layer.type === 'Reshape' ? [reshaped(layer, input)] : [];
    case 'heads-uneven':
      return layer.type === 'TransformerEncoder' ? evenHeads(layer, input) : [];
    case 'shortcut-shape':
    case 'shortcut-needs-image':
    case 'shortcut-unreachable':
      return layer.type === 'Residual' ? otherShortcut(layer, input, reason) : [];
    case 'softmax-inside':
      return 'activation' in layer
        ? [
            mend('activation', { activation: 'relu' }, { ...layer, activation: 'relu' }),
            ...(layer.type === 'Activation' ? [REMOVED] : []),
          ]
        : [];
    case 'duplicate-name':
    case 'name-with-slash':
      return [mend('unnamed', {}, unnamed(layer))];
    case 'too-large':
      return fewer(layer);
    default:
      return [];
  }
}

const REMOVED: LocalMend = { kind: 'remove', params: {}, layers: [] };

const mend = (kind: MendKind, params: LocalMend['params'], ...layers: LayerSpec[]): LocalMend => ({
  kind,
  params,
  layers,
});

const before = (kind: MendKind, added: object, layer: LayerSpec, params: LocalMend['params'] = {}): LocalMend =>
  mend(kind, params, layerSchema.parse(added), layer);

const reshapeBefore = (layer: LayerSpec, targetShape: number[]): LocalMend =>
  before('reshape-before', { type: 'Reshape', targetShape }, layer, { size: shapeText(targetShape) });

const replaced = (type: 'GlobalAveragePooling1D' | 'GlobalAveragePooling2D'): LocalMend =>
  mend('replace', { layer: type }, { type });

function unnamed(layer: LayerSpec): LayerSpec {
  const without = { ...layer };
  delete without.name;
  return without;
}

/** A sequence is an image of one channel; a vector one, too, if its numbers make a square. */
function asImage(layer: LayerSpec, input: Shape): Mends {
  if (layer.type === 'GlobalAveragePooling2D') {
    return input.length === 2 ? [replaced('GlobalAveragePooling1D'), REMOVED] : [REMOVED];
  }
  const side = Math.sqrt(elements(input));
  const target = input.length === 2 ? [...input, 1] : Number.isInteger(side) && side > 1 ? [side, side, 1] : null;
  return [...(target === null ? [] : [reshapeBefore(layer, target)]), REMOVED];
}

function asSequence(layer: LayerSpec, input: Shape): Mends {
  if (layer.type === 'GlobalAveragePooling1D')
    return input.length === 3 ? [replaced('GlobalAveragePooling2D'), REMOVED] : [REMOVED];
  if (input.length !== 3) return [reshapeBefore(layer, [elements(input), 1])];
  const patches = freshLayer('PatchEmbedding', input);
  return [reshapeBefore(layer, [input[0]!, input[1]! * input[2]!]), mend('patches-before', {}, patches, layer)];
}

/** The largest window that fits, `same` padding, or (a pooling) none. */
function smallerWindow(layer: LayerSpec, input: Shape): Mends {
  if (!('padding' in layer)) return [];
  const same = mend('padding-same', {}, { ...layer, padding: 'same' });
  if ('poolSize' in layer) {
    const size = fitted(layer.poolSize, [1, 1], input);
    return [mend('window', { size: shapeText(size) }, { ...layer, poolSize: size }), same, REMOVED];
  }
  const size = fitted(layer.kernelSize, layer.dilationRate, input);
  return [same, mend('window', { size: shapeText(size) }, { ...layer, kernelSize: size })];
}

const fitted = (size: readonly number[], dilation: readonly number[], input: Shape): [number, number] => {
  const along = (axis: 0 | 1): number => Math.min(size[axis]!, Math.floor((input[axis]! - 1) / dilation[axis]!) + 1);
  return [along(0), along(1)];
};

function evenStrides(layer: LayerOf<'Conv2D' | 'DepthwiseConv2D' | 'SeparableConv2D'>): Mends {
  const [smaller, larger] = [Math.min(...layer.strides), Math.max(...layer.strides)];
  return [larger, smaller].map((n) => mend('strides', { size: `${n} × ${n}` }, { ...layer, strides: [n, n] }));
}

const divisors = (n: number, most: number): number[] =>
  Array.from({ length: Math.min(n, most) }, (_, i) => i + 1).filter((size) => n % size === 0);

const nearest = (sizes: readonly number[], wanted: number): number =>
  sizes.reduce((best, size) => (Math.abs(size - wanted) < Math.abs(best - wanted) ? size : best));

function evenPatches(layer: LayerOf<'PatchEmbedding'>, input: Shape): Mends {
  const size = ([0, 1] as const).map((axis) => nearest(divisors(input[axis]!, 64), layer.patchSize[axis])) as [
    number,
    number,
  ];
  return [mend('patch-size', { size: shapeText(size) }, { ...layer, patchSize: size })];
}

/** As many numbers as come in: in as many parts as before, of which the first ones stay where they can. */
function reshaped(layer: LayerOf<'Reshape'>, input: Shape): LocalMend {
  const has = elements(input);
  const { targetShape } = layer;
  const kept = targetShape.slice(0, -1);
  const rest = has / elements(kept);
  const target = Number.isInteger(rest)
    ? [...kept, rest]
    : targetShape.length === input.length
      ? [...input]
      : flatter(input, targetShape.length);
  return mend('reshape-to', { size: shapeText(target) }, { ...layer, targetShape: target });
}

/** A shape's numbers in other parts. */
const flatter = (input: Shape, parts: number): number[] =>
  parts === 1
    ? [elements(input)]
    : [input[0]!, ...(parts === 3 ? [elements(input.slice(1)), 1] : [elements(input.slice(1))])];

function evenHeads(layer: LayerOf<'TransformerEncoder'>, input: Shape): Mends {
  const { heads, width = input[1]! } = layer;
  const other = nearest(divisors(width, 64), heads);
  const wider = Math.ceil(width / heads) * heads;
  return [
    mend('heads', { n: other }, { ...layer, heads: other }),
    ...(wider > 65_536 ? [] : [mend('width', { n: wider }, { ...layer, width: wider })]),
  ];
}

function otherShortcut(layer: LayerOf<'Residual'>, input: Shape, reason: ModelFault): Mends {
  const candidates: LocalMend[] = [];
  const output = outputInside(layer, input);
  if (reason === 'shortcut-shape' && output?.length === 3 && input.length === 3 && shortcutStrides(input, output)) {
    candidates.push(mend('shortcut-conv', {}, { ...layer, shortcut: 'conv' }));
  }
  if (reason === 'shortcut-needs-image' && output && shapeText(output) === shapeText(input)) {
    candidates.push(mend('shortcut-identity', {}, { ...layer, shortcut: 'identity' }));
  }
  const padded = reason === 'shortcut-unreachable' ? samePadded(layer, input) : null;
  if (padded) candidates.push(mend('padding-same-inside', {}, padded));
  const kept = keepingShape(layer, input);
  if (kept) candidates.push(mend('keep-shape', { shape: shapeText(input) }, kept));
  return [...candidates, { kind: 'unwrap', params: {}, layers: layer.layers }];
}

/** A layer that is too large, with half as many units until nobody would call it so. */
function fewer(layer: LayerSpec): Mends {
  if ('units' in layer && layer.units > 64) return [mend('units', { n: 64 }, { ...layer, units: 64 })];
  if ('filters' in layer && layer.filters > 32) return [mend('units', { n: 32 }, { ...layer, filters: 32 })];
  return [REMOVED];
}
