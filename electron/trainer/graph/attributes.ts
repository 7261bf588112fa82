import messages, { type AttrValue, type TensorShape } from '@tensorflow/tfjs-node/dist/proto/api_pb.js';

/** TensorFlow's DataType numbers (types.proto), as far as the graphs here use them. */
export const DT = { float: 1, int32: 3, uint8: 4 } as const;

export type Values = Float32Array | Int32Array | Uint8Array;

/** Attribute values under TensorFlow's own kinds; `attr.type(DT.float)` and the like. */
export const attr = {
  type: (dtype: number): AttrValue => make((a) => a.setType(dtype)),
  int: (value: number): AttrValue => make((a) => a.setI(value)),
  ints: (values: readonly number[]): AttrValue => makeList((l) => l.setIList([...values])),
  float: (value: number): AttrValue => make((a) => a.setF(value)),
  floats: (values: readonly number[]): AttrValue => makeList((l) => l.setFList([...values])),
  bool: (value: boolean): AttrValue => make((a) => a.setB(value)),
  bools: (values: readonly boolean[]): AttrValue => makeList((l) => l.setBList([...values])),
  string: (value: string): AttrValue => make((a) => a.setS(Buffer.from(value).toString('base64'))),
  shape: (shape: readonly number[]): AttrValue => make((a) => a.setShape(tensorShape(shape))),
  /** A constant's value; `values` in row-major order, little-endian as every platform here is. */
  tensor: (dtype: number, shape: readonly number[], values: Values): AttrValue =>
    make((a) => {
      const tensor = new messages.Tensor();
      tensor.setDtype(dtype);
      tensor.setTensorShape(tensorShape(shape));
      tensor.setTensorContent(Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'));
      a.setTensor(tensor);
    }),
};

export type { AttrValue };

function make(fill: (value: AttrValue) => void): AttrValue {
  const value = new messages.AttrValue();
  fill(value);
  return value;
}

function makeList(fill: (list: AttrValue.ListValue) => void): AttrValue {
  return make((a) => {
    const list = new messages.AttrValue.ListValue();
    fill(list);
    a.setList(list);
  });
}

function tensorShape(shape: readonly number[]): TensorShape {
  const message = new messages.TensorShape();
  message.setDimList(
    shape.map((size) => {
      const dim = new messages.TensorShape.Dim();
      dim.setSize(size);
      return dim;
    }),
  );
  return message;
}
