import { bytesOfFloats } from '../../../../shared/data/number-bytes.ts';
import { bytesField, entryField, floatField, signedField, wholeField } from '../../protobuf.ts';

/* Messages of TensorFlow's graphs (tensorflow/core/framework), as far as an exported model needs them. */

/** DataType. */
export const [FLOAT, INT32, INT8, STRING, HALF] = [1, 3, 6, 7, 19] as const;

/** An AttrValue { ListValue list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; DataType type = 6; TensorShapeProto shape = 7; TensorProto tensor = 8 } */
export const attr = {
  text: (value: string): Uint8Array => bytesField(2, value),
  whole: (value: number): Uint8Array => signedField(3, value),
  float: (value: number): Uint8Array => floatField(4, value),
  flag: (value: boolean): Uint8Array => wholeField(5, value ? 1 : 0),
  type: (value: number): Uint8Array => wholeField(6, value),
  shape: (sizes: readonly number[]): Uint8Array => bytesField(7, shapeProto(sizes)),
  tensor: (tensor: Uint8Array): Uint8Array => bytesField(8, tensor),
  /** ListValue { repeated int64 i = 3; repeated DataType type = 6 } */
  wholes: (values: readonly number[]): Uint8Array =>
    bytesField(1, Buffer.concat(values.map((value) => signedField(3, value)))),
  types: (values: readonly number[]): Uint8Array =>
    bytesField(1, Buffer.concat(values.map((value) => wholeField(6, value)))),
};

/** TensorShapeProto { repeated Dim dim = 2 }, Dim { int64 size = 1 }: -1 for one that is not known. */
export const shapeProto = (sizes: readonly number[]): Uint8Array =>
  Buffer.concat(sizes.map((size) => bytesField(2, signedField(1, size))));

/** TensorProto { DataType dtype = 1; TensorShapeProto tensor_shape = 2; bytes tensor_content = 4; repeated bytes string_val = 8 } */
const tensorProto = (dtype: number, shape: readonly number[], content: Uint8Array): Uint8Array =>
  Buffer.concat([wholeField(1, dtype), bytesField(2, shapeProto(shape)), content]);

export const floatTensor = (shape: readonly number[], values: Float32Array): Uint8Array =>
  tensorProto(FLOAT, shape, bytesField(4, bytesOfFloats(values)));

export const int32Tensor = (shape: readonly number[], values: readonly number[]): Uint8Array =>
  tensorProto(INT32, shape, bytesField(4, new Uint8Array(Int32Array.from(values).buffer)));

export const textTensor = (shape: readonly number[], values: readonly string[]): Uint8Array =>
  tensorProto(STRING, shape, Buffer.concat(values.map((value) => bytesField(8, value))));

export type Attributes = Readonly<Record<string, Uint8Array>>;

/** NodeDef { string name = 1, op = 2; repeated string input = 3; map<string, AttrValue> attr = 5 } */
export const nodeDef = (name: string, op: string, inputs: readonly string[], attributes: Attributes): Uint8Array =>
  Buffer.concat([
    bytesField(1, name),
    bytesField(2, op),
    ...inputs.map((input) => bytesField(3, input)),
    ...Object.entries(attributes).map(([key, value]) => entryField(5, key, value)),
  ]);

/** GraphDef's producer version: that of TensorFlow 2.9, so that every later library takes the graph. */
const PRODUCER = 1087;

/** A float32 tensor of the graph under a name of the signature; the batch is of any size. */
export interface SignatureTensor {
  readonly name: string;
  readonly node: string;
  readonly shape: readonly number[];
}

export interface SavedGraph {
  readonly nodes: readonly Uint8Array[];
  readonly input: SignatureTensor;
  readonly output: SignatureTensor;
  /** Nodes by which variables are read: the tensor of a checkpoint's path, what saves it and the operation that restores it. */
  readonly saver: { readonly file: string; readonly save: string; readonly restore: string };
}

/** The bytes of saved_model.pb, with the tag `serve` and the signature `serving_default`. */
export function savedModelProto({ nodes, input, output, saver }: SavedGraph): Buffer {
  // GraphDef { repeated NodeDef node = 1; VersionDef versions = 4 }, VersionDef { int32 producer = 1 }
  const graph = Buffer.concat([...nodes.map((node) => bytesField(1, node)), bytesField(4, wholeField(1, PRODUCER))]);
  // MetaInfoDef { repeated string tags = 4; string tensorflow_version = 5; bool stripped_default_attrs = 7 }
  const info = Buffer.concat([bytesField(4, 'serve'), bytesField(5, '2.9.0'), wholeField(7, 1)]);
  // SaverDef { string filename_tensor_name = 1, save_tensor_name = 2, restore_op_name = 3; CheckpointFormatVersion version = 7 }
  const saverDef = Buffer.concat([
    bytesField(1, `${saver.file}:0`),
    bytesField(2, `${saver.save}:0`),
    bytesField(3, saver.restore),
    wholeField(7, 2),
  ]);
  // SignatureDef { map<string, TensorInfo> inputs = 1, outputs = 2; string method_name = 3 }
  const signature = Buffer.concat([
    entryField(1, input.name, tensorInfo(input)),
    entryField(2, output.name, tensorInfo(output)),
    bytesField(3, 'tensorflow/serving/predict'),
  ]);
  // MetaGraphDef { MetaInfoDef meta_info_def = 1; GraphDef graph_def = 2; SaverDef saver_def = 3; map<string, SignatureDef> signature_def = 5 }
  const meta = Buffer.concat([
    bytesField(1, info),
    bytesField(2, graph),
    bytesField(3, saverDef),
    entryField(5, 'serving_default', signature),
  ]);
  // SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2 }
  return Buffer.concat([wholeField(1, 1), bytesField(2, meta)]);
}

/** TensorInfo { string name = 1; DataType dtype = 2; TensorShapeProto tensor_shape = 3 } */
const tensorInfo = ({ node, shape }: SignatureTensor): Uint8Array =>
  Buffer.concat([bytesField(1, `${node}:0`), wholeField(2, FLOAT), bytesField(3, shapeProto([-1, ...shape]))]);
