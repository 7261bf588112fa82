import { AppError } from '../../../shared/contract/errors.ts';
import { cleanName } from '../../../shared/contract/schemas/name.ts';
import { fieldsOf, isFields, shown, type Fields, type KerasLayer } from './keras-layer.ts';
import { countPlaces } from './keras-places.ts';

/** Bounds on what is looked at: layers in all, and models within models. */
const [MOST_LAYERS, DEEPEST] = [1000, 8];

/** Models that hold layers, by Keras's class name. */
const MODELS: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/** A model's layers in the order in which an image goes through them. */
export interface Topology {
  readonly layers: readonly KerasLayer[];
  /** The shape of what comes in, without the batch; null where the file does not say. */
  readonly inputShape: readonly (number | null)[] | null;
}

/** What is read of a model's own description: `{class_name, config}`. Throws `model-file-damaged` {file}. */
export function readTopology(model: unknown, file: string): Topology {
  const damaged = (): AppError => new AppError('model-file-damaged', { file });
  const layers: KerasLayer[] = [];
  let shape: readonly (number | null)[] | null = null;

  function walk(value: unknown, inside: string, depth: number, branching: boolean): void {
    const { class_name: type, config } = fieldsOf(value);
    // Keras before 2.2 wrote a Sequential's layers as the whole config.
    const list = Array.isArray(config) ? config : fieldsOf(config)['layers'];
    if (typeof type !== 'string' || !Array.isArray(list) || depth > DEEPEST) throw damaged();
    const entries = list.map((entry): Fields => {
      if (!isFields(entry) || typeof entry['class_name'] !== 'string') throw damaged();
      return entry;
    });
    const { order, branched } = type === 'Sequential' ? inARow(entries) : alongNodes(entries, fieldsOf(config));
    shape ??= shapeIn(fieldsOf(config)['build_input_shape']);
    const placeOf = countPlaces();
    const places = new Map(entries.map((entry) => [entry, placeOf(String(entry['class_name']))]));
    for (const entry of order) {
      const own = fieldsOf(entry['config']);
      const name = nameOf(entry);
      const place = `${inside}layers/${places.get(entry)!}`;
      const isBranch = branching || branched.has(entry);
      if (MODELS.has(String(entry['class_name']))) {
        walk(entry, `${place}/`, depth + 1, isBranch);
        continue;
      }
      shape ??= shapeIn(own['batch_input_shape']) ?? shapeIn(own['batch_shape']);
      layers.push({ type: shown(entry['class_name']), name, config: own, place, branches: isBranch });
      if (layers.length > MOST_LAYERS) throw damaged();
    }
  }

  walk(model, '', 0, false);
  return { layers, inputShape: shape };
}

const nameOf = (entry: Fields): string =>
  shown(cleanName(String(fieldsOf(entry['config'])['name'] ?? entry['name'] ?? entry['class_name'])));

/** [null, 28, 28, 1] without the batch. */
function shapeIn(value: unknown): (number | null)[] | null {
  if (!Array.isArray(value) || value.length < 2 || value.length > 5) return null;
  return value.slice(1).map((side) => (Number.isInteger(side) && (side as number) > 0 ? (side as number) : null));
}

interface Order {
  readonly order: readonly Fields[];
  readonly branched: ReadonlySet<Fields>;
}

const inARow = (entries: readonly Fields[]): Order => ({ order: entries, branched: new Set() });

/** The order in which a functional model's layers follow each other; the file's own where they do not form one line. */
function alongNodes(entries: readonly Fields[], config: Fields): Order {
  const sources = new Map(entries.map((entry) => [entry, sourcesOf(entry['inbound_nodes'])]));
  const uses = new Map<string, number>();
  for (const names of sources.values()) for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  const keyOf = (entry: Fields): string => String(entry['name'] ?? fieldsOf(entry['config'])['name']);
  const outputs = endsOf(config['output_layers']);
  const branched = new Set(
    entries.filter((entry) => {
      const isInput = entry['class_name'] === 'InputLayer';
      const comesIn = sources.get(entry)!.length;
      const goesOut = (uses.get(keyOf(entry)) ?? 0) + outputs.filter((name) => name === keyOf(entry)).length;
      return comesIn !== (isInput ? 0 : 1) || goesOut !== 1;
    }),
  );
  if (branched.size > 0) return { order: entries, branched };
  const next = new Map(entries.map((entry) => [sources.get(entry)![0], entry]));
  const order: Fields[] = [];
  for (let at = next.get(undefined); at && order.length < entries.length; at = next.get(keyOf(at))) order.push(at);
  // Several inputs, each with a line of its own, are no line either.
  return order.length === entries.length ? { order, branched } : { order: entries, branched: new Set(entries) };
}

/** `[["dense", 0, 0]]`, or Keras 3's `["dense", 0, 0]` of a single one. */
function endsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const ends = typeof value[0] === 'string' ? [value] : value;
  return ends.flatMap((end) => (Array.isArray(end) && typeof end[0] === 'string' ? [end[0]] : []));
}

/** The names of the layers whose outputs a layer takes, over all of its calls: Keras 2's nested lists, or Keras 3's tensors. */
export function sourcesOf(nodes: unknown): string[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node) => (isFields(node) ? tensorsIn([node['args'], node['kwargs']], 0) : endsOf(node)));
}

function tensorsIn(value: unknown, depth: number): string[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  const history = fieldsOf(fieldsOf(value)['config'])['keras_history'];
  if (fieldsOf(value)['class_name'] === '__keras_tensor__' && Array.isArray(history)) return [String(history[0])];
  return Object.values(value).flatMap((inner) => tensorsIn(inner, depth + 1));
}
