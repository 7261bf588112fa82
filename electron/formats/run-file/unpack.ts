import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { runSchema, type Run } from '../../../shared/contract/schemas/run.ts';
import { migrateRun } from '../../../shared/runs/migrate.ts';
import { readJson } from '../../files/json-file.ts';
import { megabytes, unpackListed, type OnBytes, type ZipFile, type ZipKind } from '../listed-zip/unpack.ts';
import { MANIFEST, manifestSchema, type Manifest } from './manifest.ts';

/** Bytes of a record: of data with many changed labels it is long. */
const MOST_RECORD = 67_108_864;

const damaged = (file: string, inside: string, cause?: unknown): AppError =>
  new AppError('run-file-damaged', { file, inside }, cause);

const RUN_FILE: ZipKind<Manifest> = {
  list: MANIFEST,
  schema: manifestSchema,
  version: 1,
  mostListed: 1_048_576,
  /** No run that a person would send is larger. */
  mostBytes: 8_589_934_592,
  faults: {
    other: (file) => new AppError('run-file-other', { file, manifest: MANIFEST }),
    damaged,
    tooLarge: (bytes, most) =>
      new AppError('run-file-too-large', { megabytes: megabytes(bytes), limit: megabytes(most) }),
  },
};

/** As the reader's call `run.unpack` says. `onBytes` hears how many are unpacked, and of how many. */
export async function unpackRun(file: ZipFile, onBytes?: OnBytes): Promise<Run> {
  await unpackListed(file, RUN_FILE, onBytes, ({ files }) => {
    const record = files.find((one) => one.path === 'run.json');
    if (!record) throw damaged(file.name, MANIFEST);
    if (record.size > MOST_RECORD) throw damaged(file.name, 'run.json');
  });
  return readRecord(file);
}

async function readRecord({ folder, name }: ZipFile): Promise<Run> {
  try {
    const run = await readJson(path.join(folder, 'run.json'), runSchema, 2, migrateRun);
    if (run) return run;
  } catch (error) {
    if (error instanceof AppError && error.code === 'file-newer')
      throw new AppError('file-newer', { path: name }, error);
    throw damaged(name, 'run.json', error);
  }
  throw damaged(name, 'run.json');
}
