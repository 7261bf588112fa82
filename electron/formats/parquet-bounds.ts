import type { AsyncBuffer, FileMetaData, RowGroup } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { parquetSchema } from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { skipStruct } from './thrift-bounds.ts';
import { unpackZstd } from './zstd.ts';

/**
 * The library that reads parquet makes room for what a file claims before it looks whether that is there: 5 KB would take
 * gigabytes. So a file is looked through first. What is thrown here says in technical words what is wrong.
 */

/** The file's last bytes: the footer's length, and the format's mark. */
const END = 8;

type Page = ReturnType<typeof parquetHeader>;

/** Throws RangeError for a footer whose lists are longer than it is. */
export async function checkFooter(file: AsyncBuffer): Promise<void> {
  const end = new DataView(await file.slice(Math.max(0, file.byteLength - END), file.byteLength));
  if (end.byteLength < END) throw new RangeError('no footer');
  const start = file.byteLength - END - end.getUint32(0, true);
  if (start < 0) throw new RangeError('the footer is longer than the file');
  skipStruct(new DataView(await file.slice(start, file.byteLength - END)), 0);
}

/** Throws RangeError for more rows than the file has bytes, each a picture, and for numbers of rows that contradict each other. */
export function checkRows({ row_groups, num_rows }: FileMetaData, { byteLength }: AsyncBuffer): void {
  const rows = row_groups.map((group) => Number(group.num_rows));
  const sum = rows.reduce((total, count) => total + count, 0);
  if (rows.some((count) => !(count >= 0)) || sum > byteLength || sum !== Number(num_rows))
    throw new RangeError(`${sum} rows in ${byteLength} bytes`);
}

/** Throws RangeError for pages of the named columns of a group that claim more values than it has rows, or room without measure. */
export async function checkPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  columns: readonly string[],
): Promise<void> {
  const schema = parquetSchema(metadata);
  for (const { meta_data: chunk } of group.columns) {
    if (!chunk || !columns.includes(chunk.path_in_schema[0] ?? '')) continue;
    const path = getTreePath(schema, chunk.path_in_schema);
    if (getMaxRepetitionLevel(path) > 0) throw new RangeError('a list in place of a picture or a label');
    const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
    const end = Math.min(file.byteLength, start + Number(chunk.total_compressed_size));
    const view = new DataView(await file.slice(start, end));
    for (let at = 0; at < view.byteLength - 1;) {
      const reader = { view, offset: at };
      skipStruct(view, at);
      const page = parquetHeader(reader);
      at = reader.offset + page.compressed_page_size;
      if (page.compressed_page_size < 0 || at > view.byteLength) throw new RangeError('a page leaves its column');
      const bytes = new Uint8Array(view.buffer, reader.offset, page.compressed_page_size);
      checkPage(page, bytes, { codec: chunk.codec, rows: Number(group.num_rows), levels: getMaxDefinitionLevel(path) });
    }
  }
}

interface Column {
  readonly codec: keyof typeof boundedCompressors | string;
  readonly rows: number;
  /** The highest definition level. */
  readonly levels: number;
}

const isCount = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most;

function checkPage(page: Page, packed: Uint8Array, { codec, rows, levels }: Column): void {
  const [v1, v2] = [page.data_page_header, page.data_page_header_v2];
  for (const claim of [v1, v2, page.dictionary_page_header])
    if (claim && !isCount(claim.num_values, rows)) throw new RangeError(`${claim.num_values} values for ${rows} rows`);
  if (v2) {
    const [before, own] = [v2.repetition_levels_byte_length, v2.definition_levels_byte_length];
    if (!isCount(v2.num_nulls, v2.num_values) || !isCount(before, 0) || !isCount(own, packed.length))
      throw new RangeError('levels that leave their page');
    if (levels > 0) checkRuns(packed.subarray(0, own), widthOf(levels), v2.num_values);
    const size = page.uncompressed_page_size - own;
    const isPacked = v2.is_compressed !== false && size !== 0;
    checkIndices(
      isPacked ? unpack(packed.subarray(own), size, codec) : packed.subarray(own),
      v2.encoding,
      v2.num_values,
    );
  } else if (v1) {
    let bytes = unpack(packed, page.uncompressed_page_size, codec);
    if (levels > 0) {
      const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
      if (length > bytes.length - 4) throw new RangeError('levels that leave their page');
      checkRuns(bytes.subarray(4), widthOf(levels), v1.num_values);
      bytes = bytes.subarray(4 + length);
    }
    checkIndices(bytes, v1.encoding, v1.num_values);
  } else unpack(packed, page.uncompressed_page_size, codec);
}

const widthOf = (most: number): number => 32 - Math.clz32(most);

/** Places in a dictionary: a byte with their width, and runs of them. */
function checkIndices(bytes: Uint8Array, encoding: string, count: number): void {
  if (!encoding.endsWith('_DICTIONARY') || count === 0) return;
  const [width = 0] = bytes;
  if (width > 32) throw new RangeError(`places of ${width} bits`);
  if (width > 0) checkRuns(bytes.subarray(1), width, count);
}

/** Writers fill the last run of packed values up, some to their whole block. */
const FILLED_UP = 512;

/** Throws RangeError for runs (parquet's RLE and bit-packed hybrid) of more values than there are. */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  for (let at = 0, seen = 0; seen < count;) {
    let [header, shift] = [0, 0];
    for (let more = true; more; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 28) throw new RangeError('runs without an end');
      header += (byte & 0x7f) * 2 ** shift;
      more = byte >= 0x80;
    }
    const isPacked = header % 2 === 1;
    const values = Math.floor(header / 2) * (isPacked ? 8 : 1);
    seen += values;
    if (seen > count + (isPacked ? FILLED_UP : 0)) throw new RangeError(`a run of ${values} in ${count} values`);
    at += isPacked ? (values / 8) * width : Math.ceil(width / 8);
  }
}

/** Pictures are packed already; a page that claims more than gzip could make of its bytes, or this many bytes, is a bomb. */
const [MOST_RATIO, MOST_PAGE] = [1032, 268_435_456];

function checkSize(packed: Uint8Array, size: number): void {
  if (!isCount(size, Math.min(MOST_PAGE, 65_536 + MOST_RATIO * packed.length)))
    throw new RangeError(`${packed.length} bytes claim to be ${size}`);
}

/** The library's, and zstd, each of which makes room only for what its bytes can come to, and for no more than the page says. */
export const boundedCompressors: typeof compressors = Object.fromEntries(
  Object.entries({ ...compressors, ZSTD: unpackZstd }).map(([codec, unpackBytes]) => [
    codec,
    (packed: Uint8Array, size: number) => {
      checkSize(packed, size);
      return unpackBytes(packed, size);
    },
  ]),
);

function unpack(packed: Uint8Array, size: number, codec: string): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  const unpackBytes = boundedCompressors[codec as keyof typeof boundedCompressors];
  if (!unpackBytes) throw new RangeError(`packed by ${codec}`);
  return unpackBytes(packed, size);
}
