import type { LayerSpec } from '../../contract/schemas/model.ts';
import { layerSchema } from '../../contract/schemas/layer.ts';
import type { Task } from '../../contract/schemas/task.ts';
import type { Shape } from '../info.ts';
import type { Inspection } from './inspect.ts';
import type { InspectedLayer, LayerFault } from './inspected.ts';
import { outputInside } from './mended-blocks.ts';
import { mendedLayers, type LocalMend, type MendKind } from './mended-layers.ts';
import { changeLayers, exchangeLayers, moveLayers, type Edited } from './operations.ts';
import { allPaths, type LayerPath } from './layer-path.ts';
import { unwrapLayer } from './steps.ts';

/** What takes a fault away by one click. */
export interface Mend {
  readonly kind: MendKind;
  /** For the words' placeholders. */
  readonly params: LocalMend['params'];
  /** Null where a stack would have too many layers. */
  apply(layers: readonly LayerSpec[]): Edited | null;
}

/** Mends that are shown for one fault. */
const MOST = 3;

/** What mends a fault, the best first. Each takes that fault away at its layer; another may come to light behind it. */
export function mendsOf(fault: LayerFault, inspection: Inspection, task: Pick<Task, 'classes'>): Mend[] {
  const found = inspectedAt(inspection, fault.path);
  const whole = wholeMends(fault, found, inspection, task.classes.length);
  if (whole.length > 0 || found === null || found.inputShape === null) return whole;
  const local = mendedLayers(found.layer, found.inputShape, fault.reason).map((mend) => inPlace(fault.path, mend));
  return [...beyond(fault, found, inspection), ...local].slice(0, MOST);
}

/** The layer at a path, as it was inspected. */
export function inspectedAt(
  { layers }: { readonly layers: readonly InspectedLayer[] },
  path: LayerPath,
): InspectedLayer | null {
  const [place, ...rest] = path;
  const found = place === undefined ? undefined : layers[place];
  if (!found) return null;
  return rest.length === 0 ? found : inspectedAt(found, rest);
}

const inPlace = (path: LayerPath, { kind, params, layers }: LocalMend): Mend => ({
  kind,
  params,
  apply: (all) => exchangeLayers(all, [path], path, layers),
});

/** Mends that change other layers than the one at fault. */
function beyond({ path, reason }: LayerFault, found: InspectedLayer, inspection: Inspection): Mend[] {
  const stack = path.length === 1 ? inspection : inspectedAt(inspection, path.slice(0, -1));
  const earlier = stack?.layers.slice(0, path.at(-1)) ?? [];
  if (reason === 'needs-sequence') {
    const previous = earlier.at(-1);
    if (!previous || !('returnSequences' in previous.layer)) return [];
    return [
      {
        kind: 'return-sequences',
        params: { layer: previous.name },
        apply: (all) =>
          edited(
            changeLayers(all, [previous.path], (layer) =>
              'returnSequences' in layer ? { ...layer, returnSequences: true } : layer,
            ),
            path,
          ),
      },
    ];
  }
  if (reason === 'needs-image') {
    // The layer that took the image apart: before it there still is one.
    const apart = [...earlier].reverse().find(({ inputShape }) => inputShape?.length === 3);
    // What moves there must leave it one.
    if (!apart || outputInside({ layers: [found.layer] }, apart.inputShape!)?.length !== 3) return [];
    return [
      { kind: 'move-before', params: { layer: apart.name }, apply: (all) => moveLayers(all, [found.path], apart.path) },
    ];
  }
  return [];
}

/** Mends of what is wrong with the model as a whole, or with how deep it lies. */
function wholeMends(
  { path, reason }: LayerFault,
  found: InspectedLayer | null,
  inspection: Inspection,
  n: number,
): Mend[] {
  const head = headOf(n);
  switch (reason) {
    case 'no-layers':
      return [placed('add-head', n, [layerSchema.parse({ type: 'Flatten' }), head], [0], [])];
    case 'output-not-softmax':
      return found?.info ? asProbabilities(found, found.info.outputShape, n) : [];
    case 'output-not-classes':
      if (found?.layer.type === 'Dense') return [placed('units', n, [{ ...found.layer, units: n }], path, [path])];
      if (found?.layer.type === 'Activation') return [placed('add-head', n, [head], path, [path])];
      return found?.info ? [withHead(found, found.info.outputShape, n)] : [];
    case 'nothing-to-train':
      return [
        ...(inspection.layers.some(({ info }) => info !== null && info.weights.length > 0) ? [thawed()] : []),
        ...(found?.info ? [withHead(found, found.info.outputShape, n)] : []),
      ];
    case 'too-deep':
      return [{ kind: 'unwrap', params: {}, apply: (all) => unwrapLayer(all, path.slice(0, -1)) }];
    default:
      return [];
  }
}

const headOf = (n: number): LayerSpec => layerSchema.parse({ type: 'Dense', units: n, activation: 'softmax' });

function asProbabilities(found: InspectedLayer, output: Shape, n: number): Mend[] {
  const { layer, path } = found;
  if (layer.type !== 'Dense' || output.length > 1) return [withHead(found, output, n)];
  const made: LayerSpec = { ...layer, units: n, activation: 'softmax' };
  return [placed('softmax', n, [made], path, [path]), withHead(found, output, n)];
}

/** Behind the last layer, which keeps no softmax: a Dense layer for the classes, with what brings the output to a vector. */
function withHead({ layer, path }: InspectedLayer, output: Shape, n: number): Mend {
  const calm: LayerSpec =
    'activation' in layer && layer.activation === 'softmax' ? { ...layer, activation: 'linear' } : layer;
  const flat = output.length === 3 ? 'Flatten' : 'GlobalAveragePooling1D';
  const between = output.length === 1 ? [] : [layerSchema.parse({ type: flat })];
  return placed('add-head', n, [calm, ...between, headOf(n)], path, [path]);
}

const placed = (
  kind: MendKind,
  n: number,
  layers: readonly LayerSpec[],
  at: LayerPath,
  removed: readonly LayerPath[],
): Mend => ({
  kind,
  params: { n },
  apply: (all) => exchangeLayers(all, removed, at, layers),
});

/** All layers learn again. */
const thawed = (): Mend => ({
  kind: 'trainable',
  params: {},
  apply: (all) =>
    edited(
      changeLayers(all, allPaths(all), (layer) => {
        const trained = { ...layer };
        delete trained.trainable;
        return trained;
      }),
      [0],
    ),
});

const edited = (layers: LayerSpec[], path: LayerPath): Edited => ({ layers, selection: [path] });
