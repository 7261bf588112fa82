import { multiplesOf, stepsOf } from '../../../../shared/data/int8-steps.ts';
import { bytesOfFloats } from '../../../../shared/data/number-bytes.ts';
import type { Shape } from '../../../../shared/model/info.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import type { Binary, GraphOps, Recurrence, Slide, Unary } from '../graph/graph-ops.ts';
import { halfBytes } from '../packing/half-bytes.ts';
import { type Packing, UNPACKED, weightsOf } from '../packing/packing.ts';
import {
  attr,
  type Attributes,
  FLOAT,
  HALF,
  int32Tensor,
  INT32,
  INT8,
  nodeDef,
  STRING,
  textTensor,
} from './graph-messages.ts';
import type { BundledTensor } from './tensor-bundle.ts';
import { gridsOf, withEmptyChannel } from './windows.ts';
import { type StepOps, unrolled } from './unrolled.ts';

const UNARY: Readonly<Record<Unary, string>> = {
  relu: 'Relu',
  leakyRelu: 'LeakyRelu',
  elu: 'Elu',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  erf: 'Erf',
  sqrt: 'Sqrt',
};
const BINARY: Readonly<Record<Binary, string>> = { add: 'AddV2', sub: 'Sub', mul: 'Mul', div: 'RealDiv' };

const T = { T: attr.type(FLOAT) };
const T_PADDINGS = { ...T, Tpaddings: attr.type(INT32) };
const NHWC = attr.text('NHWC');

/** A graph of TensorFlow as it grows. A value is known by its node's name; every weight is a variable. */
export class TensorflowOps implements GraphOps<string>, StepOps {
  readonly nodes: Uint8Array[] = [];
  readonly variables: BundledTensor[] = [];
  /** Nodes by which variables are read, by their names, and what float32 is made of them. */
  private readonly reads = new Map<string, string>();
  private readonly constants = new Map<string, string>();
  private readonly handles: string[] = [];
  private readonly wholes = new Map<string, string>();
  private readonly shared: string;
  private readonly packing: Packing;

  /**
   * `image`: the name of the node that images [n, ...shape] are fed to. `shared`: a name that no model with other weights has. In Python all models
   * that a program has loaded share one table of variables, in which the second of two with the same names would write over the first.
   */
  constructor(image: string, shape: Shape, shared: string, packing = UNPACKED) {
    this.shared = shared;
    this.packing = packing;
    this.nodes.push(nodeDef(image, 'Placeholder', [], { dtype: attr.type(FLOAT), shape: attr.shape([-1, ...shape]) }));
  }

  constant(weight: NamedTensor): string {
    const known = this.constants.get(weight.name);
    if (known !== undefined) return known;
    const made = this.unpacked(weight);
    this.constants.set(weight.name, made);
    return made;
  }

  conv(x: string, kernel: NamedTensor, slide: Slide, depthwise: boolean): string {
    const [, , channels] = kernel.shape;
    const { strides, dilationRate } = slide;
    // See trainer/ops/convolution.ts: oneDNN's kernel for a single channel is wrong where strides differ.
    if (!depthwise && channels === 1 && strides[0] !== strides[1]) {
      const widened = this.add('Pad', [x, this.whole([4, 2], [0, 0, 0, 0, 0, 0, 0, 1])], T_PADDINGS);
      return this.conv(widened, withEmptyChannel(kernel), slide, false);
    }
    const op = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
    const convolved = (image: string, each: Pick<Slide, 'strides' | 'padding'>): string =>
      this.add(op, [image, this.constant(kernel)], { ...T, ...sliding(each) });
    if (dilationRate[0] === 1 && dilationRate[1] === 1) return convolved(x, slide);
    return this.dilated(x, slide, (grids) => convolved(grids, { strides: [1, 1], padding: 'valid' }));
  }

  pool(x: string, kind: 'max' | 'average', slide: Slide): string {
    const ksize = attr.wholes([1, ...slide.size, 1]);
    return this.add(kind === 'max' ? 'MaxPool' : 'AvgPool', [x], { ...T, ...sliding(slide), ksize });
  }

  matMul(x: string, kernel: NamedTensor, rank: number): string {
    return this.add(rank === 1 ? 'MatMul' : 'BatchMatMulV2', [x, this.constant(kernel)], T);
  }

  batchMatMul(x: string, y: string): string {
    return this.add('BatchMatMulV2', [x, y], T);
  }

  binary(op: Binary, x: string, y: string): string {
    return this.add(BINARY[op], [x, y], T);
  }

  unary(op: Unary, x: string): string {
    return this.add(UNARY[op], [x], op === 'leakyRelu' ? { ...T, alpha: attr.float(0.2) } : T);
  }

  softmax(x: string): string {
    return this.add('Softmax', [x], T);
  }

  mean(x: string, axes: readonly number[], keep: boolean): string {
    const places = this.whole(
      [axes.length],
      axes.map((axis) => axis + 1),
    );
    return this.add('Mean', [x, places], { ...T, Tidx: attr.type(INT32), keep_dims: attr.flag(keep) });
  }

  reshape(x: string, shape: Shape): string {
    return this.add('Reshape', [x, this.whole([shape.length + 1], [-1, ...shape])], { ...T, Tshape: attr.type(INT32) });
  }

  transpose(x: string, axes: readonly number[]): string {
    const places = this.whole([axes.length + 1], [0, ...axes.map((axis) => axis + 1)]);
    return this.add('Transpose', [x, places], { ...T, Tperm: attr.type(INT32) });
  }

  pad(x: string, { top, bottom, left, right }: Parameters<GraphOps<string>['pad']>[1]): string {
    return this.add('Pad', [x, this.whole([4, 2], [0, 0, top, bottom, left, right, 0, 0])], T_PADDINGS);
  }

  /** Step by step: TensorFlow's own recurrent operations are for one kind of cell, or one kind of processor. */
  recurrent(x: string, recurrence: Recurrence): string {
    return unrolled(this, x, recurrence);
  }

  steps(x: string, count: number): string[] {
    const name = this.add('Unpack', [x], { ...T, num: attr.whole(count), axis: attr.whole(1) });
    return Array.from({ length: count }, (_, i) => `${name}:${i}`);
  }

  split(x: string, count: number): string[] {
    const name = this.add('Split', [this.whole([], [-1]), x], { ...T, num_split: attr.whole(count) });
    return Array.from({ length: count }, (_, i) => `${name}:${i}`);
  }

  stack(values: readonly string[]): string {
    return this.add('Pack', values, { ...T, N: attr.whole(values.length), axis: attr.whole(1) });
  }

  concat(values: readonly string[]): string {
    const attributes = { ...T, N: attr.whole(values.length), Tidx: attr.type(INT32) };
    return this.add('ConcatV2', [...values, this.whole([], [-1])], attributes);
  }

  /** Gives a value a name of its own. */
  name(x: string, name: string): void {
    this.nodes.push(nodeDef(name, 'Identity', [x], T));
  }

  /** Adds what saves all variables to a checkpoint and reads them from one. */
  saver(): { file: string; save: string; restore: string } {
    const [dtype, count] = [attr.type(STRING), this.variables.length];
    const texts = (values: readonly string[]): string =>
      this.add('Const', [], { dtype, value: attr.tensor(textTensor([count], values)) });
    const file = this.add('Const', [], { dtype, value: attr.tensor(textTensor([], ['variables/variables'])) });
    const names = texts(this.variables.map(({ name }) => name));
    const whole = texts(this.variables.map(() => ''));
    const dtypes = attr.types(this.variables.map(({ type }) => type));
    const values = this.variables.map(({ name }) => this.reads.get(name)!);
    const saved = this.add('SaveV2', [file, names, whole, ...values], { dtypes });
    const save = this.add('Identity', [file, `^${saved}`], { T: dtype });
    const restored = this.add('RestoreV2', [file, names, whole], { dtypes });
    const assigned = this.handles.map((handle, i) =>
      this.add('AssignVariableOp', [handle, `${restored}:${i}`], { dtype: attr.type(this.variables[i]!.type) }),
    );
    const restore = this.add(
      'NoOp',
      assigned.map((node) => `^${node}`),
      {},
    );
    return { file, save, restore };
  }

  /** A weight as float32, whatever its variable holds. */
  private unpacked({ name, shape, values }: NamedTensor): string {
    const asFloats = (read: string, type: number): string =>
      this.add('Cast', [read], { SrcT: attr.type(type), DstT: attr.type(FLOAT) });
    switch (weightsOf(this.packing, name)) {
      case 'float32':
        return this.variable({ name, type: FLOAT, shape, bytes: bytesOfFloats(values) });
      case 'float16':
        return asFloats(this.variable({ name, type: HALF, shape, bytes: halfBytes(values) }), HALF);
      case 'int8': {
        const count = this.packing.channels.get(name)!;
        const steps = stepsOf(values, { count });
        const bytes = new Uint8Array(multiplesOf(values, steps).buffer);
        const multiples = asFloats(this.variable({ name, type: INT8, shape, bytes }), INT8);
        // Depthwise a channel is a place along the last two axes.
        const own = shape.at(-1) === count ? [count] : shape.slice(-2);
        const each = { name: `${name}/steps`, type: FLOAT, shape: own, bytes: bytesOfFloats(steps) };
        return this.binary('mul', multiples, this.variable(each));
      }
    }
  }

  /** What a new variable holds. */
  private variable(held: BundledTensor): string {
    const dtype = attr.type(held.type);
    const handle = this.add('VarHandleOp', [], {
      dtype,
      shape: attr.shape(held.shape),
      shared_name: attr.text(`${this.shared}/${held.name}`),
    });
    const read = this.add('ReadVariableOp', [handle], { dtype });
    this.variables.push(held);
    this.handles.push(handle);
    this.reads.set(held.name, read);
    return read;
  }

  /** A dilated window is a plain one over each grid of every `rate`-th row and column; see trainer/ops/convolution.ts. */
  private dilated(x: string, slide: Slide, each: (grids: string) => string): string {
    const { edges, crops } = gridsOf(slide);
    const block = this.whole([2], slide.dilationRate);
    const types = { ...T, Tblock_shape: attr.type(INT32) };
    const paddings = this.whole([2, 2], edges);
    const grids = this.add('SpaceToBatchND', [x, block, paddings], { ...types, Tpaddings: attr.type(INT32) });
    return this.add('BatchToSpaceND', [each(grids), block, this.whole([2, 2], crops)], {
      ...types,
      Tcrops: attr.type(INT32),
    });
  }

  private whole(shape: readonly number[], values: readonly number[]): string {
    const key = `${shape.join()}|${values.join()}`;
    const known = this.wholes.get(key);
    if (known !== undefined) return known;
    const value = attr.tensor(int32Tensor(shape, values));
    const made = this.add('Const', [], { dtype: attr.type(INT32), value });
    this.wholes.set(key, made);
    return made;
  }

  private add(op: string, inputs: readonly string[], attributes: Attributes): string {
    const name = `${op}_${this.nodes.length}`;
    this.nodes.push(nodeDef(name, op, inputs, attributes));
    return name;
  }
}

const sliding = ({ strides, padding }: Pick<Slide, 'strides' | 'padding'>): Attributes => ({
  strides: attr.wholes([1, ...strides, 1]),
  padding: attr.text(padding.toUpperCase()),
  data_format: NHWC,
});
