import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import { elements } from '../../../../shared/model/info.ts';
import type { ExportWeights } from '../../../../shared/contract/schemas/export.ts';
import { joinBytes } from '../../../../shared/join-bytes.ts';
import type { ExportFile } from '../export-file.ts';
import { packValues, type PackedValues } from './pack-values.ts';

type Config = Readonly<Record<string, unknown>>;

/** A weight of one layer, by its name in it (`kernel`). */
export type LayerWeight = readonly [name: string, weight: OwnTensor];

/** `partOf`: the values of the kernel that these are some of, with which they have a step. */
type OwnTensor = Pick<NamedTensor, 'shape' | 'values'> & { readonly partOf?: Float32Array };

interface PackedWeight extends PackedValues {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Before the number of a layer's call, which its first has none of; no name has it. */
const CALL = '#';

/**
 * Layers of TensorFlow.js as they are added, each with what it takes its inputs from: what tf.model makes of them, as a file. What a layer gives is
 * known by its name, and of a further call by that and a number.
 */
export class LayerGraph {
  private readonly layers: object[] = [];
  /** Of each layer its calls, by what comes in. */
  private readonly calls = new Map<string, object[]>();
  private readonly weights: PackedWeight[] = [];
  private readonly kernels: ExportWeights;
  private readonly taken = new Set<string>();

  /** `kernels`: what the numbers of kernels lie in the file as. */
  constructor(kernels: ExportWeights) {
    this.kernels = kernels;
  }

  /** Adds a layer and gives its name, which is `wish` as far as TensorFlow.js takes that and it is free. */
  add(
    className: string,
    wish: string,
    inputs: readonly string[],
    config: Config,
    weights: readonly LayerWeight[] = [],
  ): string {
    const name = this.nameFor(wish);
    const calls = inputs.length === 0 ? [] : [inputs.map(toInput)];
    this.layers.push({
      name,
      class_name: className,
      config: { ...config, name },
      inbound_nodes: calls,
    });
    this.calls.set(name, calls);
    for (const [own, { shape, values, partOf = values }] of weights) {
      const packed = packValues(own.endsWith('kernel') ? this.kernels : 'float32', values, partOf);
      this.weights.push({ name: `${name}/${own}`, shape, ...packed });
    }
    return name;
  }

  /** Calls a layer that is there once more, with other inputs and the same weights; gives what its new result is known by. */
  call(value: string, inputs: readonly string[]): string {
    const [name] = value.split(CALL) as [string];
    const calls = this.calls.get(name)!;
    calls.push(inputs.map(toInput));
    return `${name}${CALL}${calls.length - 1}`;
  }

  /** model.json and weights.bin of the model from one layer to another. */
  files(input: string, output: string, name: string, about: Readonly<Record<string, unknown>>): ExportFile[] {
    const topology = {
      class_name: 'Model',
      config: { name, layers: this.layers, input_layers: [[input, 0, 0]], output_layers: [[output, 0, 0]] },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    };
    const specs = this.weights.map(({ name, shape, quantization }) => ({
      name,
      shape,
      dtype: 'float32',
      quantization,
    }));
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
      { path: 'weights.bin', bytes: joinBytes(this.weights.map(({ bytes }) => bytes)) },
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

function toInput(value: string): readonly [string, number, number, object] {
  const [name, call = '0'] = value.split(CALL) as [string, string?];
  return [name, Number(call), 0, {}];
}

/** Some columns of a kernel [rows, columns], or of a bias [columns]. */
export function columns(weight: NamedTensor, from: number, count: number): LayerWeight[1] {
  const width = weight.shape.at(-1)!;
  const shape = [...weight.shape.slice(0, -1), count];
  const values = new Float32Array(elements(shape));
  for (let row = 0; row * count < values.length; row++) {
    for (let i = 0; i < count; i++) values[row * count + i] = weight.values[row * width + from + i]!;
  }
  return { shape, values, partOf: weight.values };
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
