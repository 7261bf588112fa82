import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import { elements } from '../../../../shared/model/info.ts';
import { joinFloats, bytesOfFloats } from '../../../../shared/data/number-bytes.ts';
import type { ExportFile } from '../export-file.ts';

type Config = Readonly<Record<string, unknown>>;

/** A weight of one layer, by its name in it (`kernel`). */
export type LayerWeight = readonly [name: string, weight: Pick<NamedTensor, 'shape' | 'values'>];

/** Layers of TensorFlow.js as they are added, each with the layers that it takes its inputs from: what tf.model makes of them, as a file. */
export class LayerGraph {
  private readonly layers: object[] = [];
  private readonly weights: NamedTensor[] = [];
  private readonly taken = new Set<string>();

  /** Adds a layer and gives its name, which is `wish` as far as TensorFlow.js takes that and it is free. */
  add(
    className: string,
    wish: string,
    inputs: readonly string[],
    config: Config,
    weights: readonly LayerWeight[] = [],
  ): string {
    const name = this.nameFor(wish);
    this.layers.push({
      name,
      class_name: className,
      config: { ...config, name },
      inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
    });
    for (const [own, weight] of weights) this.weights.push({ ...weight, name: `${name}/${own}` });
    return name;
  }

  /** model.json and weights.bin of the model from one layer to another. */
  files(input: string, output: string, name: string, about: Readonly<Record<string, unknown>>): ExportFile[] {
    const topology = {
      class_name: 'Model',
      config: { name, layers: this.layers, input_layers: [[input, 0, 0]], output_layers: [[output, 0, 0]] },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    };
    const specs = this.weights.map((weight) => ({ name: weight.name, shape: weight.shape, dtype: 'float32' }));
    const json = {
      format: 'layers-model',
      generatedBy: 'Inkstone',
      convertedBy: null,
      modelTopology: topology,
      weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
      userDefinedMetadata: about,
    };
    return [
      { path: 'model.json', bytes: new TextEncoder().encode(`${JSON.stringify(json)}\n`) },
      { path: 'weights.bin', bytes: bytesOfFloats(joinFloats(this.weights.map(({ values }) => values))) },
    ];
  }

  private nameFor(wish: string): string {
    const plain = wish.replace(/[^A-Za-z0-9._/-]/g, '_').replace(/^(?![A-Za-z0-9])/, 'layer');
    let name = plain;
    for (let n = 1; this.taken.has(name); n++) name = `${plain}_${n}`;
    this.taken.add(name);
    return name;
  }
}

/** Some columns of a kernel [rows, columns], or of a bias [columns], times `factor`. */
export function columns(weight: NamedTensor, from: number, count: number, factor = 1): LayerWeight[1] {
  const width = weight.shape.at(-1)!;
  const shape = [...weight.shape.slice(0, -1), count];
  const values = new Float32Array(elements(shape));
  for (let row = 0; row * count < values.length; row++) {
    for (let i = 0; i < count; i++) values[row * count + i] = weight.values[row * width + from + i]! * factor;
  }
  return { shape, values };
}

/** A kernel [kh, kw, in, multiplier] with zeros between its rows and columns: what it computes dilated, computed without. */
export function dilated({ name, shape, values }: NamedTensor, [down, right]: readonly [number, number]): NamedTensor {
  const [rows, wide, ...rest] = shape as [number, number, ...number[]];
  const [height, width, each] = [(rows - 1) * down + 1, (wide - 1) * right + 1, elements(rest)];
  const spread = new Float32Array(height * width * each);
  for (let at = 0; at < rows * wide; at++) {
    const to = Math.floor(at / wide) * down * width + (at % wide) * right;
    spread.set(values.subarray(at * each, (at + 1) * each), to * each);
  }
  return { name, shape: [height, width, ...rest], values: spread };
}
