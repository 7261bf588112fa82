/* Fields of a message in the wire format of protocol buffers, as far as events need it. Numbers of fields are below 16. */

/** How a field's value lies in the file. */
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const tag = (field: number, wire: number): Uint8Array => Uint8Array.of((field << 3) | wire);

/** A whole number from 0 to 2^53 - 1, seven bits a byte, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.of(...bytes, rest);
}

/** Any kind of whole number that is not negative: int64 and its like. */
export const wholeField = (field: number, value: number): Uint8Array =>
  Buffer.concat([tag(field, WIRE.varint), varint(value)]);

export function doubleField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field, WIRE.fixed64), bytes]);
}

export function floatField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tag(field, WIRE.fixed32), bytes]);
}

/** A string, or a message inside of the message. */
export function bytesField(field: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return Buffer.concat([tag(field, WIRE.bytes), varint(bytes.length), bytes]);
}
