import { maskedCrc32c } from '../../event-file/crc32c.ts';
import { bytesField, fixed32Field, wholeField } from '../../protobuf.ts';
import type { ExportFile } from '../export-file.ts';
import { shapeProto } from './graph-messages.ts';
import { sortedTable } from './sorted-table.ts';

/** BundleHeaderProto { int32 num_shards = 1; VersionDef version = 3 }, VersionDef { int32 producer = 1 }: one file of data, little-endian. */
const HEADER = Buffer.concat([wholeField(1, 1), bytesField(3, wholeField(1, 1))]);

/** What a variable holds. */
export interface BundledTensor {
  readonly name: string;
  /** A DataType of TensorFlow. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The two files of a checkpoint (tensorflow/core/util/tensor_bundle): names with where they lie, and the values. */
export function tensorBundle(prefix: string, tensors: readonly BundledTensor[]): ExportFile[] {
  let at = 0;
  const entries = tensors.map(({ name, type, shape, bytes }): [Uint8Array, Uint8Array] => {
    // BundleEntryProto { DataType dtype = 1; TensorShapeProto shape = 2; int32 shard_id = 3; int64 offset = 4, size = 5; fixed32 crc32c = 6 }
    const entry = Buffer.concat([
      wholeField(1, type),
      bytesField(2, shapeProto(shape)),
      wholeField(4, at),
      wholeField(5, bytes.length),
      fixed32Field(6, maskedCrc32c(bytes)),
    ]);
    at += bytes.length;
    return [Buffer.from(name, 'utf8'), entry];
  });
  const sorted = entries.sort(([a], [b]) => Buffer.compare(a, b));
  return [
    { path: `${prefix}.index`, bytes: sortedTable([[new Uint8Array(), HEADER], ...sorted]) },
    { path: `${prefix}.data-00000-of-00001`, bytes: Buffer.concat(tensors.map(({ bytes }) => bytes)) },
  ];
}
