import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bfloat16ToFloats, floatsToBfloat16 } from './bfloat16.ts';

/**
 * The safetensors format (github.com/huggingface/safetensors#format): the header's length as a little-endian 64-bit
 * integer, the header as JSON ({name: {dtype, shape, data_offsets}}, and __metadata__ with strings), then the values.
 * Float32 and bfloat16 are written and read; the latter comes back as float32. Metadata always holds `sha256`, of the bytes after the header: a torn or damaged
 * file is told from a whole one.
 */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** How it lies in a file: float32 unless it says otherwise. Values for BF16 are rounded to it already (roundToBfloat16). */
  readonly dtype?: Dtype;
}

type Dtype = 'F32' | 'BF16';
const BYTES: Readonly<Record<Dtype, number>> = { F32: 4, BF16: 2 };

export interface TensorFile {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is wrong with a file, in technical words, for the details of an error. */
export class DamagedFile extends Error {}

const entrySchema = z.object({
  dtype: z.enum(['F32', 'BF16']),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerSchema = z.looseObject({ __metadata__: z.record(z.string(), z.string()) });

/** The format's own limit. */
const MAXIMAL_HEADER = 100_000_000;

const METADATA = '__metadata__';

/**
 * The file's bytes, in order, as pieces to be written one after the other; the values are not copied. Throws, before
 * anything is written, if two tensors have one name: the header is an object and would hold only one of them.
 */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array[] {
  refuseSameNames(tensors);
  const data = tensors.map(bytesOf);
  let offset = 0;
  const entries = tensors.map(({ name, shape, dtype = 'F32' }, i) => {
    return [name, { dtype, shape, data_offsets: [offset, (offset += data[i]!.length)] }] as const;
  });
  const header = Object.fromEntries([[METADATA, { ...metadata, sha256: sha256(data) }], ...entries]);
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces bring the values to a multiple of eight, as the format asks.
  const start = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(start.length - 8), true);
  start.set(json, 8);
  return [start, ...data];
}

function bytesOf({ values, dtype = 'F32' }: NamedTensor): Uint8Array {
  if (dtype === 'BF16') return floatsToBfloat16(values);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function refuseSameNames(tensors: readonly NamedTensor[]): void {
  const taken = new Set([METADATA]);
  for (const { name } of tensors) {
    if (taken.has(name)) throw new Error(`two tensors are called ${name}`);
    taken.add(name);
  }
}

/** Throws DamagedFile if the bytes are not a whole file of this format. The values are copies. */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  const header = readHeader(bytes);
  const data = bytes.subarray(header.end);
  if (sha256([data]) !== header.metadata['sha256']) throw new DamagedFile('the values do not match their SHA-256');
  let expected = 0;
  const tensors = header.entries.map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [start, end],
      },
    ]): NamedTensor => {
      const size = BYTES[dtype] * shape.reduce((product, n) => product * n, 1);
      if (start !== expected || end - start !== size) throw new DamagedFile(`${name} does not lie where it should`);
      expected = end;
      const own = data.subarray(start, end);
      return dtype === 'BF16'
        ? { name, shape, dtype, values: bfloat16ToFloats(own) }
        : { name, shape, values: floats(own) };
    },
  );
  if (expected !== data.length) throw new DamagedFile(`${data.length} bytes of values, not ${expected}`);
  return { tensors, metadata: header.metadata };
}

/** A copy; a Buffer's own slice would be a view of the whole file. */
const floats = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);

function readHeader(bytes: Uint8Array) {
  if (bytes.length < 8) throw new DamagedFile(`${bytes.length} bytes are too few`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAXIMAL_HEADER || 8n + length > bytes.length) throw new DamagedFile('the header is cut off');
  const end = 8 + Number(length);
  const header = headerSchema.safeParse(parseJson(bytes.subarray(8, end)));
  if (!header.success) throw new DamagedFile('the header is not one of ours');
  const { __metadata__: metadata, ...rest } = header.data;
  const entries = Object.entries(rest).map(([name, value]) => {
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw new DamagedFile(`the entry of ${name} is malformed`);
    return [name, entry.data] as const;
  });
  return { end, metadata, entries: entries.sort((a, b) => a[1].data_offsets[0] - b[1].data_offsets[0]) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new DamagedFile('the header is not JSON');
  }
}

/** SHA-256 of the pieces one after the other, as lower-case hex. */
export function sha256(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
