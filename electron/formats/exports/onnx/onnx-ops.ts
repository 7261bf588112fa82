import type { Shape } from '../../../../shared/model/info.ts';
import { paddingOf, slideAlong } from '../../../../shared/model/layers/window.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import type { GraphOps, Recurrence, Slide, Unary } from '../graph/graph-ops.ts';
import { transposed } from '../graph/transposed.ts';
import { multiplesOf, stepsOf } from '../../../../shared/data/int8-steps.ts';
import { halfBytes } from '../packing/half-bytes.ts';
import { type Packing, UNPACKED, weightsOf } from '../packing/packing.ts';
import {
  type Attribute,
  FLOAT,
  FLOAT16,
  floatTensor,
  INT8,
  nodeProto,
  tensorProto,
  wholeTensor,
} from './onnx-messages.ts';
import { recurrentWeights } from './recurrent-weights.ts';

const UNARY: Readonly<Record<Unary, readonly [string, Readonly<Record<string, Attribute>>]>> = {
  relu: ['Relu', {}],
  leakyRelu: ['LeakyRelu', { alpha: { float: 0.2 } }],
  elu: ['Elu', {}],
  tanh: ['Tanh', {}],
  sigmoid: ['Sigmoid', {}],
  erf: ['Erf', {}],
  sqrt: ['Sqrt', {}],
};
const BINARY = { add: 'Add', sub: 'Sub', mul: 'Mul', div: 'Div' } as const;
const RNN = { SimpleRNN: 'RNN', LSTM: 'LSTM', GRU: 'GRU' } as const;

/** Images from [n, h, w, c], as the studio has them, to [n, c, h, w], as ONNX wants them, and back. */
const [TO_CHANNELS, FROM_CHANNELS] = [
  [0, 3, 1, 2],
  [0, 2, 3, 1],
];

/** A graph of ONNX as it grows. A value is known by its name. */
export class OnnxOps implements GraphOps<string> {
  readonly nodes: Uint8Array[] = [];
  readonly initializers: Uint8Array[] = [];
  private readonly known = new Set<string>();
  private readonly freeSteps: boolean;
  private readonly packing: Packing;
  private readonly kernels = new Map<string, string>();
  private made = 0;

  /** `freeSteps`: of a line, whose width is any; then a sequence has as many steps as come. */
  constructor(freeSteps: boolean, packing = UNPACKED) {
    this.freeSteps = freeSteps;
    this.packing = packing;
  }

  constant({ name, shape, values }: NamedTensor): string {
    return this.initializer(name, () => floatTensor(name, shape, values));
  }

  conv(x: string, kernel: NamedTensor, slide: Slide, depthwise: boolean): string {
    const [height, width, channels, outputs] = kernel.shape as [number, number, number, number];
    // [kh, kw, in, out] as [out, in, kh, kw]; depthwise as [in * multiplier, 1, kh, kw]: ONNX's groups are TensorFlow's channels.
    const turned = transposed(kernel, depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
    const weight = depthwise ? { ...turned, shape: [channels * outputs, 1, height, width] } : turned;
    return this.onChannels(x, (image) =>
      this.node('Conv', [image, this.kernel(weight, true)], {
        kernel_shape: slide.size,
        dilations: slide.dilationRate,
        group: depthwise ? channels : 1,
        ...sliding(slide),
      }),
    );
  }

  pool(x: string, kind: 'max' | 'average', slide: Slide): string {
    return this.onChannels(x, (image) =>
      this.node(kind === 'max' ? 'MaxPool' : 'AveragePool', [image], { kernel_shape: slide.size, ...sliding(slide) }),
    );
  }

  matMul(x: string, kernel: NamedTensor): string {
    return this.node('MatMul', [x, this.kernel(kernel, false)]);
  }

  batchMatMul(x: string, y: string): string {
    return this.node('MatMul', [x, y]);
  }

  binary(op: keyof typeof BINARY, x: string, y: string): string {
    return this.node(BINARY[op], [x, y]);
  }

  unary(op: Unary, x: string): string {
    return this.node(UNARY[op][0], [x], UNARY[op][1]);
  }

  softmax(x: string): string {
    return this.node('Softmax', [x], { axis: -1 });
  }

  mean(x: string, axes: readonly number[], keep: boolean): string {
    return this.node('ReduceMean', [x], { axes: axes.map((axis) => axis + 1), keepdims: keep ? 1 : 0 });
  }

  reshape(x: string, shape: Shape): string {
    // A 0 takes the size that is there, that of the batch; a -1 what is left.
    const sizes = this.freeSteps && shape.length > 1 ? [-1, ...shape.slice(1)] : shape;
    return this.node('Reshape', [x, this.whole([0, ...sizes])]);
  }

  transpose(x: string, axes: readonly number[]): string {
    return this.turn(x, [0, ...axes.map((axis) => axis + 1)]);
  }

  pad(x: string, { top, bottom, left, right }: Parameters<GraphOps<string>['pad']>[1]): string {
    return this.node('Pad', [x, this.whole([0, top, left, 0, 0, bottom, right, 0])]);
  }

  recurrent(x: string, { type, ways, input, units, returnSequences }: Recurrence): string {
    const weights = recurrentWeights(type, ways).map((weight) => this.kernel(weight, true));
    const attributes = {
      hidden_size: units,
      direction: ways.length === 2 ? 'bidirectional' : 'forward',
      ...(type === 'GRU' && { linear_before_reset: 1 }),
    };
    // [n, steps, features] as [steps, n, features]; [steps, ways, n, units] or [ways, n, units] come out.
    const sequence = this.turn(x, [1, 0, 2]);
    const [all, last] = [this.name(type), this.name(type)];
    const outputs = returnSequences ? [all] : ['', last];
    this.nodes.push(nodeProto(RNN[type], [sequence, ...weights], outputs, attributes));
    const width = ways.length * units;
    return returnSequences
      ? this.reshape(this.turn(all, [2, 0, 1, 3]), [input[0]!, width])
      : this.reshape(this.turn(last, [1, 0, 2]), [width]);
  }

  /** A kernel as it is packed, and what makes float32 of it; `first`: each channel's numbers lie one after the other. */
  private kernel(kernel: NamedTensor, first: boolean): string {
    const { name } = kernel;
    const weights = weightsOf(this.packing, name);
    if (weights === 'float32') return this.constant(kernel);
    const known = this.kernels.get(name);
    if (known !== undefined) return known;
    const unpacked = weights === 'float16' ? this.half(kernel) : this.multiples(kernel, first);
    this.kernels.set(name, unpacked);
    return unpacked;
  }

  private half({ name, shape, values }: NamedTensor): string {
    return this.node('Cast', [this.initializer(name, () => tensorProto(name, FLOAT16, shape, halfBytes(values)))], {
      to: FLOAT,
    });
  }

  private multiples({ name, shape, values }: NamedTensor, first: boolean): string {
    // A step belongs to a place along one axis: both ways of a recurrent layer lie below each other first.
    const flat = shape.length === 3 ? [shape[0]! * shape[1]!, shape[2]!] : shape;
    const count = flat.at(first ? 0 : -1)!;
    const steps = stepsOf(values, { count, first });
    const multiples = new Uint8Array(multiplesOf(values, steps, first).buffer);
    const inputs = [
      this.initializer(name, () => tensorProto(name, INT8, flat, multiples)),
      this.initializer(`${name}/steps`, () => floatTensor(`${name}/steps`, [count], steps)),
    ];
    const unpacked = this.node('DequantizeLinear', inputs, { axis: first ? 0 : 1 });
    return flat === shape ? unpacked : this.node('Reshape', [unpacked, this.whole(shape)]);
  }

  private onChannels(x: string, work: (image: string) => string): string {
    return this.turn(work(this.turn(x, TO_CHANNELS!)), FROM_CHANNELS!);
  }

  private turn(x: string, axes: readonly number[]): string {
    return this.node('Transpose', [x], { perm: axes });
  }

  private whole(values: readonly number[]): string {
    const name = `sizes_${values.join('_')}`;
    return this.initializer(name, () => wholeTensor(name, values));
  }

  private initializer(name: string, make: () => Uint8Array): string {
    if (!this.known.has(name)) this.initializers.push(make());
    this.known.add(name);
    return name;
  }

  private node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const name = this.name(op);
    this.nodes.push(nodeProto(op, inputs, [name], attributes));
    return name;
  }

  private name(op: string): string {
    return `${op.toLowerCase()}_${++this.made}`;
  }
}

function sliding(slide: Slide): Record<string, Attribute> {
  const [top, bottom] = paddingOf(slide.input[0]!, slideAlong(slide, 0));
  const [left, right] = paddingOf(slide.input[1]!, slideAlong(slide, 1));
  return { strides: slide.strides, pads: [top, left, bottom, right] };
}
