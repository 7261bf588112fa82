/* Fields of a message in the wire format of protocol buffers, as far as event files and exported models need it. */

/** How a field's value lies in the file. */
const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const tag = (field: number, wire: number): Uint8Array => varint(field * 8 + wire);

/** A whole number from 0 to 2^53 - 1, seven bits a byte, the lowest first. */
export function varint(value: number): Uint8Array {
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

/** A whole number that may be negative: its 64 bits in two's complement, as int64 has it. */
export function signedField(field: number, value: number): Uint8Array {
  if (value >= 0) return wholeField(field, value);
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.concat([tag(field, WIRE.varint), Uint8Array.of(...bytes, Number(rest))]);
}

export function fixed32Field(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return Buffer.concat([tag(field, WIRE.fixed32), bytes]);
}

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

/** An entry of a map from names to messages, which is a message of both. */
export const entryField = (field: number, name: string, value: Uint8Array): Uint8Array =>
  bytesField(field, Buffer.concat([bytesField(1, name), bytesField(2, value)]));
