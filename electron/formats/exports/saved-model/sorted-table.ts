import { maskedCrc32c } from '../../event-file/crc32c.ts';
import { varint } from '../../protobuf.ts';

/** The last eight bytes of a table. */
const MAGIC = 0xdb4775248b80fb57n;
/** Bytes of the two places in a table's last part, whatever they take. */
const PLACES = 40;

/**
 * A sorted table of keys and values, as LevelDB has it and TensorFlow's checkpoints (tensorflow/core/lib/io/table_builder.cc): one block, not
 * packed, in which no key leans on the one before. `entries` come in the order of their keys' bytes.
 */
export function sortedTable(entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  /** Gives where it lies: offset and size, without its type and checksum. */
  const lay = (block: Uint8Array): Uint8Array => {
    // A type of 0: as it is. The checksum is of the type too.
    const typed = Buffer.concat([block, Uint8Array.of(0)]);
    const tail = Buffer.alloc(4);
    tail.writeUInt32LE(maskedCrc32c(typed));
    parts.push(typed, tail);
    const place = Buffer.concat([varint(at), varint(block.length)]);
    at += typed.length + tail.length;
    return place;
  };
  const data = lay(blockOf(entries));
  const meta = lay(blockOf([]));
  const index = lay(blockOf([[entries.at(-1)![0], data]]));
  const end = Buffer.alloc(PLACES + 8);
  end.set(Buffer.concat([meta, index]));
  end.writeBigUInt64LE(MAGIC, PLACES);
  return Buffer.concat([...parts, end]);
}

/** Each entry: bytes shared with the key before, bytes of its own, bytes of the value, both. Then where entries can be read from, and how many such places. */
function blockOf(entries: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array {
  let at = 0;
  const starts: number[] = [];
  const laid = entries.map(([key, value]) => {
    const entry = Buffer.concat([varint(0), varint(key.length), varint(value.length), key, value]);
    starts.push(at);
    at += entry.length;
    return entry;
  });
  const places = starts.length > 0 ? starts : [0];
  const tail = Buffer.alloc(4 * (places.length + 1));
  [...places, places.length].forEach((value, i) => tail.writeUInt32LE(value, 4 * i));
  return Buffer.concat([...laid, tail]);
}
