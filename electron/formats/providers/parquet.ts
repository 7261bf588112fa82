import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { decodePictures, type Packed } from '../decode-pictures.ts';
import { boundedCompressors, checkFooter, checkPages, checkRows } from '../parquet-bounds.ts';
import { baseName, partOf, splitOf } from '../file-names.ts';
import type { FoundSet, Provider, ReadPicture, SampleOptions, Samples } from '../found-set.ts';
import type { Skipped } from '../../../shared/contract/schemas/import.ts';
import { readWhole } from '../tree/entry.ts';
import type { SourceFile } from '../tree/open-tree.ts';
import { fileAccess, memoryAccess, type RandomAccess } from '../tree/random-access.ts';

/** A file in an archive is read into memory: 1 GiB. */
const MOST_BYTES = 1_073_741_824;

interface Shard {
  readonly file: SourceFile;
  readonly metadata: FileMetaData;
  readonly image: string;
  readonly label: string;
}

/** Parquet as Hugging Face ships sets of images: a column of pictures, one of labels, the classes' names in the metadata. */
export const parquet: Provider = {
  id: 'parquet',
  async look(_, free, { readPicture }) {
    const files = free.filter(({ kind }) => kind === 'parquet');
    const [shards, skipped]: [Shard[], Skipped[]] = [[], []];
    let fault: AppError | null = null;
    for (const file of files) {
      try {
        const metadata = await metadataOf(file);
        const columns = columnsOf(metadata);
        if (columns) shards.push({ file, metadata, ...columns });
        else skipped.push({ file: file.path, reason: 'shape-unknown' });
      } catch (error) {
        fault = damaged(file, error);
        skipped.push({ file: file.path, reason: 'damaged' });
      }
    }
    const sets = shards.length > 0 ? [toSet(shards, readPicture)] : [];
    return { sets, skipped, claimed: files.map(({ path }) => path), fault };
  },
};

function toSet(shards: readonly Shard[], readPicture: ReadPicture): FoundSet {
  const [first] = shards;
  const names = namesOf(first!);
  return {
    name: 'parquet',
    files: shards.map(({ file }) => file.path),
    count: shards.reduce((sum, { metadata }) => sum + Number(metadata.num_rows), 0),
    naming: names && new Map(names.map((name, i) => [i, name])),
    notes: shards
      .filter(({ file }) => splitOf(file.path) === 'validation')
      .slice(0, 1)
      .map(({ file }) => ({ code: 'validation-joined', params: { file: baseName(file.path) } })),
    pictures: true,
    drawn: false,
    shape: 'parquet',
    samples: (options) => samples(shards, readPicture, options),
  };
}

async function* samples(
  shards: readonly Shard[],
  readPicture: ReadPicture,
  options: SampleOptions,
): AsyncGenerator<Samples> {
  yield* decodePictures(rows(shards), readPicture, options);
}

/** The rows of all files. Each file is opened once: one in an archive is unpacked into memory for that. */
async function* rows(shards: readonly Shard[]): AsyncGenerator<Packed> {
  for (const shard of shards) {
    const { buffer, close } = await open(shard.file);
    try {
      yield* rowsOf(shard, buffer);
    } finally {
      await close();
    }
  }
}

/** One group of rows after the other. */
async function* rowsOf({ file, metadata, image, label }: Shard, buffer: AsyncBuffer): AsyncGenerator<Packed> {
  const split = partOf(splitOf(file.path));
  const columns = [image, label];
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    const range = { rowStart: start, rowEnd: end };
    const read = await checkPages(buffer, metadata, group, columns)
      .then(() =>
        parquetReadObjects({
          file: buffer,
          metadata,
          columns,
          ...range,
          compressors: boundedCompressors,
          utf8: false,
        }),
      )
      .catch((error: unknown) => {
        throw damaged(file, error);
      });
    for (const [i, row] of read.entries()) {
      const name = `${file.path}#${start + i + 1}`;
      const bytes = bytesOf(row[image]);
      const value = labelOf(row[label]);
      if (!bytes || value === null)
        throw new AppError('record-invalid', { file: baseName(file.path), record: start + i + 1 });
      yield { file: name, label: value, split, bytes: async () => bytes };
    }
    start = end;
  }
}

const damaged = (file: SourceFile, error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('data-damaged', { file: baseName(file.path) }, error);

const imageSchema = z.union([
  z.instanceof(Uint8Array),
  z.object({ bytes: z.instanceof(Uint8Array) }).transform(({ bytes }) => bytes),
]);

const bytesOf = (value: unknown): Uint8Array | null => imageSchema.safeParse(value).data ?? null;

function labelOf(value: unknown): number | string | null {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** Names that columns of pictures and of labels go by, the likelier ones first. */
const IMAGE_NAMES = ['image', 'img', 'picture', 'png', 'jpg'];
const LABEL_NAMES = ['label', 'labels', 'fine_label', 'class', 'target', 'character', 'digit', 'text'];

function columnsOf({ schema }: FileMetaData): { image: string; label: string } | null {
  const names = schema.map(({ name }) => name);
  const image = IMAGE_NAMES.find((name) => names.includes(name));
  const label = LABEL_NAMES.find((name) => names.includes(name));
  return image !== undefined && label !== undefined ? { image, label } : null;
}

const featuresSchema = z.object({
  info: z.object({ features: z.record(z.string(), z.object({ names: z.array(z.string()).optional() }).catch({})) }),
});

/** The names that Hugging Face's library wrote beside the data, for a ClassLabel. */
function namesOf({ metadata, label }: Shard): string[] | null {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (text === undefined) return null;
  try {
    return featuresSchema.parse(JSON.parse(text)).info.features[label]?.names ?? null;
  } catch {
    return null;
  }
}

async function metadataOf(file: SourceFile): Promise<FileMetaData> {
  const { buffer, close } = await open(file);
  try {
    await checkFooter(buffer);
    const metadata = await parquetMetadataAsync(buffer);
    checkRows(metadata, buffer);
    return metadata;
  } finally {
    await close();
  }
}

async function open(file: SourceFile): Promise<{ buffer: AsyncBuffer; close: () => Promise<void> }> {
  const access: RandomAccess =
    file.file === null
      ? memoryAccess(await readWhole(file.stream(), file.path, MOST_BYTES))
      : await fileAccess(file.file);
  const slice = async (start: number, end = access.size): Promise<ArrayBuffer> =>
    Uint8Array.from(await access.read(start, end - start)).buffer;
  return { buffer: { byteLength: access.size, slice }, close: () => access.close() };
}
