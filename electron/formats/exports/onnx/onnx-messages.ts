import { bytesOfFloats } from '../../../../shared/data/number-bytes.ts';
import { bytesField, floatField, signedField, wholeField } from '../../protobuf.ts';

/* Messages of ONNX (github.com/onnx/onnx, onnx/onnx.proto), as far as models of the studio need them. */

/** TensorProto.DataType. */
export const [FLOAT, INT8, INT64, FLOAT16] = [1, 3, 7, 10] as const;

/** An attribute of an operation: a whole number, a list of them, a text, or a float. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

export function attributeProto(name: string, value: Attribute): Uint8Array {
  // AttributeProto { string name = 1; float f = 2; int64 i = 3; bytes s = 4; repeated int64 ints = 8; AttributeType type = 20 }
  const of = (type: number, ...fields: Uint8Array[]): Uint8Array =>
    Buffer.concat([bytesField(1, name), ...fields, wholeField(20, type)]);
  if (typeof value === 'number') return of(2, signedField(3, value));
  if (typeof value === 'string') return of(3, bytesField(4, value));
  if ('float' in value) return of(1, floatField(2, value.float));
  return of(7, ...value.map((each) => signedField(8, each)));
}

/** NodeProto { repeated string input = 1, output = 2; string name = 3, op_type = 4; repeated AttributeProto attribute = 5 } */
export const nodeProto = (
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>>,
): Uint8Array =>
  Buffer.concat([
    ...inputs.map((input) => bytesField(1, input)),
    ...outputs.map((output) => bytesField(2, output)),
    bytesField(
      3,
      outputs.find((output) => output !== '')!,
    ),
    bytesField(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytesField(5, attributeProto(name, value))),
  ]);

/** TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9 } */
export const tensorProto = (name: string, type: number, shape: readonly number[], raw: Uint8Array): Uint8Array =>
  Buffer.concat([
    ...shape.map((size) => signedField(1, size)),
    wholeField(2, type),
    bytesField(8, name),
    bytesField(9, raw),
  ]);

export const floatTensor = (name: string, shape: readonly number[], values: Float32Array): Uint8Array =>
  tensorProto(name, FLOAT, shape, bytesOfFloats(values));

/** A list of whole numbers. */
export const wholeTensor = (name: string, values: readonly number[]): Uint8Array =>
  tensorProto(name, INT64, [values.length], new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer));

/** ValueInfoProto of float32 values [batch, ...shape], in which what is of any size has a name instead. */
export function valueInfo(name: string, shape: readonly (number | string)[], description: string): Uint8Array {
  // Dimension { int64 dim_value = 1; string dim_param = 2 }, TensorShapeProto { repeated Dimension dim = 1 }
  const dims = ['batch', ...shape].map((size) =>
    bytesField(1, typeof size === 'string' ? bytesField(2, size) : wholeField(1, size)),
  );
  // TypeProto { Tensor tensor_type = 1 }, Tensor { int32 elem_type = 1; TensorShapeProto shape = 2 }
  const tensor = Buffer.concat([wholeField(1, FLOAT), bytesField(2, Buffer.concat(dims))]);
  return Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, tensor)), bytesField(3, description)]);
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly Uint8Array[];
  readonly initializers: readonly Uint8Array[];
  readonly input: Uint8Array;
  readonly output: Uint8Array;
}

/** The version of the operations (opset), and of the format that was the newest when it came. */
const [OPSET, IR_VERSION] = [17, 8];

/**
 * ModelProto { int64 ir_version = 1; OperatorSetIdProto opset_import = 8; string producer_name = 2; string doc_string = 6; GraphProto graph = 7;
 * repeated StringStringEntryProto metadata_props = 14 }
 */
export function modelProto(graph: OnnxGraph, description: string, metadata: Readonly<Record<string, string>>): Buffer {
  // GraphProto { repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5; ValueInfoProto input = 11, output = 12 }
  const body = Buffer.concat([
    ...graph.nodes.map((node) => bytesField(1, node)),
    bytesField(2, graph.name),
    ...graph.initializers.map((tensor) => bytesField(5, tensor)),
    bytesField(11, graph.input),
    bytesField(12, graph.output),
  ]);
  return Buffer.concat([
    wholeField(1, IR_VERSION),
    bytesField(2, 'Inkstone'),
    bytesField(6, description),
    bytesField(7, body),
    // OperatorSetIdProto { string domain = 1; int64 version = 2 }
    bytesField(8, wholeField(2, OPSET)),
    ...Object.entries(metadata).map(([key, value]) =>
      bytesField(14, Buffer.concat([bytesField(1, key), bytesField(2, value)])),
    ),
  ]);
}
