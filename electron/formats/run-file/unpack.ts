import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { ListedFile } from '../../../shared/contract/schemas/listed-files.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { runSchema, type Run } from '../../../shared/contract/schemas/run.ts';
import { migrateRun } from '../../../shared/runs/migrate.ts';
import { readJson } from '../../files/json-file.ts';
import { listIn, megabytes, unpackListed, type OnBytes, type ZipFile, type ZipKind } from '../listed-zip/unpack.ts';
import { wholeModel } from '../listed-zip/whole-model.ts';
import {
  MANIFEST,
  manifestSchema,
  MODEL_MANIFEST,
  modelManifestSchema,
  type Manifest,
  type ModelManifest,
} from './manifest.ts';

/** Bytes of a record: of data with many changed labels it is long. */
const MOST_RECORD = 67_108_864;

const damaged = (file: string, inside: string, cause?: unknown): AppError =>
  new AppError('run-file-damaged', { file, inside }, cause);

/** What a file of a run and one of a model have in common. */
const COMMON = {
  version: 1,
  mostListed: 1_048_576,
  /** No run that a person would send is larger. */
  mostBytes: 8_589_934_592,
  faults: {
    other: (file: string) => new AppError('run-file-other', { file, manifest: MANIFEST }),
    damaged,
    tooLarge: (bytes: number, most: number) =>
      new AppError('run-file-too-large', { megabytes: megabytes(bytes), limit: megabytes(most) }),
  },
};
const RUN_FILE: ZipKind<Manifest> = { ...COMMON, list: MANIFEST, schema: manifestSchema };
const MODEL_FILE: ZipKind<ModelManifest> = { ...COMMON, list: MODEL_MANIFEST, schema: modelManifestSchema };

/** As the reader's call `run.unpack` says. `onBytes` hears how many are unpacked, and of how many. */
export async function unpackRun(file: ZipFile, onBytes?: OnBytes): Promise<Run> {
  await unpackListed(file, RUN_FILE, onBytes, ({ files }) => requireRecord(files, 'run.json', MANIFEST, file.name));
  return readRecord(file);
}

/** What a file is: a model of the studio's, which is unpacked then, a run with its model, or something else. */
export type UnpackedModel = { readonly kind: 'model'; readonly card: ModelCard } | { readonly kind: 'run' | 'other' };

/** As the reader's call `model.unpack` says. */
export async function unpackModel(file: ZipFile, onBytes?: OnBytes): Promise<UnpackedModel> {
  // A folder may be called like a file, and a zip of other things be damaged: who reads those tells it.
  const list = await listIn(file, [MANIFEST, MODEL_MANIFEST]);
  if (list !== MODEL_MANIFEST) return { kind: list === MANIFEST ? 'run' : 'other' };
  await unpackListed(file, MODEL_FILE, onBytes, ({ files }) =>
    requireRecord(files, 'model.json', MODEL_MANIFEST, file.name),
  );
  return { kind: 'model', card: await wholeModel(file, '', damaged) };
}

/** The file that says what all is, is among those that are listed. */
function requireRecord(files: readonly ListedFile[], record: string, manifest: string, name: string): void {
  const found = files.find(({ path: own }) => own === record);
  if (!found) throw damaged(name, manifest);
  if (found.size > MOST_RECORD) throw damaged(name, record);
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
