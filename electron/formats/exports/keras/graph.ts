import type { Shape } from '../../../../shared/model/info.ts';
import { countPlaces, snakeCase } from '../../models/keras-places.ts';
import { INPUT } from '../about.ts';

/** What a layer gives: `layer` is its name in the graph, `shape` is without the batch. */
export interface KerasTensor {
  readonly layer: string;
  readonly shape: Shape;
}

/** A weight where Keras 3 looks for it: `path` leads from the file's root. */
export interface KerasWeight {
  readonly path: string;
  readonly shape: Shape;
  readonly values: Float32Array;
}

export interface NewLayer {
  /** Keras's class. */
  readonly type: string;
  /** As near to this as Keras's names may be. */
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly trainable: boolean;
  /** A list is handed over as one (Add's), other arguments one by one (attention's query and value). */
  readonly inputs: readonly (KerasTensor | readonly KerasTensor[])[];
  readonly outputShape: Shape;
  /** In Keras's order; `inside`: which part of the layer has them, with a slash behind it, or nothing. */
  readonly weights?: readonly { readonly inside: string; readonly shape: Shape; readonly values: Float32Array }[];
}

/** A functional model of Keras 3 that grows by a layer at a time. */
export interface KerasGraph {
  readonly input: KerasTensor;
  readonly weights: readonly KerasWeight[];
  add(layer: NewLayer): KerasTensor;
  /** What config.json holds. */
  config(name: string, output: KerasTensor): object;
}

/** `inputShape` is without the batch. */
export function createGraph(inputShape: Shape): KerasGraph {
  const layers: object[] = [];
  const weights: KerasWeight[] = [];
  const names = new Set<string>();
  const placeOf = countPlaces();

  const input: KerasTensor = { layer: nameFor(INPUT, 'InputLayer', names), shape: inputShape };
  placeOf('InputLayer');
  const batch = { batch_shape: [null, ...inputShape], dtype: 'float32', sparse: false, name: input.layer };
  layers.push({ ...described('InputLayer', batch), name: input.layer, inbound_nodes: [] });

  return {
    input,
    weights,
    add(layer) {
      const { type, config, trainable, inputs, outputShape, weights: own = [] } = layer;
      const name = nameFor(layer.name, type, names);
      const args = inputs.map((value) => ('layer' in value ? tensor(value) : value.map(tensor)));
      // Not all of Keras's layers know `trainable`, and only weights are.
      const frozen = own.length > 0 && !trainable && { trainable };
      const written = described(type, { name, ...frozen, dtype: 'float32', ...config });
      layers.push({ ...written, name, inbound_nodes: [{ args, kwargs: {} }] });
      const place = `layers/${placeOf(type)}`;
      const counts = new Map<string, number>();
      for (const { inside, shape, values } of own) {
        const index = counts.get(inside) ?? 0;
        counts.set(inside, index + 1);
        weights.push({ path: `${place}/${inside}vars/${index}`, shape, values });
      }
      return { layer: name, shape: outputShape };
    },
    config: (name, output) => ({
      module: 'keras.src.models.functional',
      class_name: 'Functional',
      config: {
        name: asciiName(name) || 'model',
        trainable: true,
        layers,
        input_layers: [[input.layer, 0, 0]],
        output_layers: [[output.layer, 0, 0]],
      },
      registered_name: 'Functional',
    }),
  };
}

/** An object as Keras 3 writes it, so that it finds the class again. */
export const described = (type: string, config: object, module = 'keras.layers') => ({
  module,
  class_name: type,
  config,
  registered_name: null,
});

const tensor = ({ layer, shape }: KerasTensor) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, ...shape], dtype: 'float32', keras_history: [layer, 0, 0] },
});

/** TensorFlow takes nothing else as a name. */
const asciiName = (name: string): string => name.replace(/[^A-Za-z0-9_.-]+/g, '_').replace(/^[^A-Za-z0-9]+/, '');

/** A name that no other layer has; where nothing of it can be kept, the class's. */
function nameFor(name: string, type: string, taken: Set<string>): string {
  const base = asciiName(name) || snakeCase(type);
  let own = base;
  for (let n = 1; taken.has(own); n++) own = `${base}_${n}`;
  taken.add(own);
  return own;
}
