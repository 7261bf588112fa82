import { promises as fs } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { layerSchema } from '../../../../shared/contract/schemas/layer.ts';
import { softmax } from '../../../../shared/evaluation/softmax.ts';
import { attend } from '../../../../shared/forward/attention.ts';
import { forward } from '../../../../shared/forward/forward.ts';
import { add, dense } from '../../../../shared/forward/vectors.ts';
import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import { elements, type Shape } from '../../../../shared/model/info.ts';
import { withHdf5 } from '../../models/hdf5.ts';
import { fieldsOf, type Fields, type KerasLayer } from '../../models/keras-layer.ts';
import { countPlaces } from '../../models/keras-places.ts';
import { optionsOf } from '../../models/options.ts';
import { rescaling } from '../../models/range.ts';
import { takeLayer } from '../../models/rules.ts';
import { placedWeights, type Variable, type WeightStore } from '../../models/weight-store.ts';
import { sourcesOf } from '../../models/topology.ts';
import type { OpenExport } from '../open-export.ts';

interface Functional {
  readonly layers: Fields[];
  readonly output_layers: readonly (readonly [name: string, ...unknown[]])[];
}

/** The output of a layer of the file, as a function of what comes in. */
interface Step {
  readonly name: string;
  readonly sources: readonly string[];
  readonly outputShape: Shape;
  readonly compute: (inputs: readonly Float32Array[]) => Float32Array;
}

/**
 * A written .keras file, read as Keras reads it: its layers by their nodes, their options by the rules of the import, the weights by
 * their places; computed in plain arithmetic. Keras itself reads such files in bench/peers. Throws what reading and the rules throw, and
 * where the file does not say that its output are probabilities.
 */
export const openKeras: OpenExport = async (file) => {
  const files = unzipSync(await fs.readFile(file));
  const { config } = JSON.parse(strFromU8(files['config.json']!)) as { config: Functional };
  requireProbabilities(config);
  const steps = await withHdf5(files['model.weights.h5']!, file, ({ tensors }) =>
    stepsOf(config.layers, placedWeights(tensors)),
  );
  const classes = steps.at(-1)!.outputShape.at(-1)!;
  return {
    read: async (images, shape) => {
      const size = elements(shape);
      const answers = Array.from({ length: images.length / size }, (_, i) => {
        const logits = answerOf(steps, images.subarray(i * size, (i + 1) * size));
        return Array.from({ length: logits.length / classes }, (_, row) => softmax(logits, row * classes, classes));
      });
      return Float32Array.from(answers.flat(2));
    },
  };
};

/** The arithmetic leaves softmax to who asks (see answerOf): a file that lacks it, or has one before its end, would read as one that is right. */
function requireProbabilities({ layers, output_layers: outputs }: Functional): void {
  const end = layers.at(-1)!['name'];
  const softmax = layers.filter(({ config }) => fieldsOf(config)['activation'] === 'softmax').map(({ name }) => name);
  if (softmax.join() !== String(end) || outputs.map(([name]) => name).join() !== String(end))
    throw new Error('the output is no softmax');
}

/** The last step's output; softmax stands there alone, and is left to who asks (see shared/forward). */
function answerOf(steps: readonly Step[], image: Float32Array): Float32Array {
  const values = new Map<string, Float32Array>();
  for (const { name, sources, compute } of steps)
    values.set(name, compute(sources.length === 0 ? [image] : sources.map((source) => values.get(source)!)));
  return values.get(steps.at(-1)!.name)!;
}

/** All weights are read: they are there only as long as the file is open. */
function stepsOf(layers: readonly Fields[], store: WeightStore): Step[] {
  const placeOf = countPlaces();
  const shapes = new Map<string, Shape>();
  return layers.map((entry) => {
    const [type, config] = [String(entry['class_name']), fieldsOf(entry['config'])];
    const layer: KerasLayer = {
      type,
      name: String(entry['name']),
      config,
      place: `layers/${placeOf(type)}`,
      branches: false,
    };
    const sources = sourcesOf(entry['inbound_nodes']);
    const input = sources.length === 0 ? (config['batch_shape'] as number[]).slice(1) : shapes.get(sources[0]!)!;
    const step = { name: layer.name, sources, ...computed(layer, input, store) };
    shapes.set(layer.name, step.outputShape);
    return step;
  });
}

function computed(layer: KerasLayer, input: Shape, store: WeightStore): Pick<Step, 'compute' | 'outputShape'> {
  if (layer.type === 'Add') return { outputShape: input, compute: ([x, y]) => add(x!, y!) };
  if (layer.type === 'MultiHeadAttention') return attention(layer, input, store);
  const options = optionsOf(layer.config);
  const outcome =
    layer.type === 'Rescaling'
      ? rescaling(options, layer.name, false).outcome
      : takeLayer(layer.type, options, { shape: input });
  if ('leftOut' in outcome) return { outputShape: input, compute: ([x]) => x! };
  const { ones } = outcome;
  if (
    ones &&
    !store
      .find(layer, ones)!
      .read()
      .every((factor) => factor === 1)
  )
    throw new Error(`${layer.name} has factors other than 1`);
  const spec = layerSchema.parse({ ...outcome.layer, name: 'own' });
  const infos = describeLayers([spec], input);
  const weights = new Map(
    infos[0]!.weights.map(({ path, shape }) => {
      const filling = outcome.weights[path.slice('own/'.length)]!;
      const values =
        'all' in filling
          ? new Float32Array(elements(shape)).fill(filling.all)
          : store.find(layer, filling.from)!.read();
      return [path, values] as const;
    }),
  );
  const model = { layers: [spec], infos, weight: (path: string) => weights.get(path)! };
  return { outputShape: infos[0]!.outputShape, compute: ([x]) => forward(model, x!) };
}

function attention(layer: KerasLayer, input: Shape, store: WeightStore): Pick<Step, 'compute' | 'outputShape'> {
  const heads = Number(layer.config['num_heads']);
  const linear = (part: string) => {
    const variable = (name: string, index: number): Variable => ({ names: [name], index, inside: `${part}_dense/` });
    const [kernel, bias] = [variable('kernel', 0), variable('bias', 1)].map((each) => store.find(layer, each)!.read());
    return (x: Float32Array): Float32Array => dense(x, kernel!, bias!, bias!.length);
  };
  const [q, k, v, out] = ['query', 'key', 'value', 'output'].map(linear);
  return {
    outputShape: input,
    compute: ([query, value]) => out!(attend({ q: q!(query!), k: k!(value!), v: v!(value!) }, input[0]!, heads)),
  };
}
