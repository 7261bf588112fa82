import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import {
  type Cost,
  EXPORT_NAMES,
  EXPORT_WEIGHTS,
  type ExportFormat,
  type ExportWeights,
  type ForeignFormat,
  type Usage,
  type Verified,
} from '../../../shared/contract/schemas/export.ts';
import { floatsFromBytes } from '../../../shared/data/number-bytes.ts';
import type { HostEnvironment } from '../../environment.ts';
import { storageError } from '../../files/atomic-write.ts';
import { exportedCard } from '../../formats/exports/exported-card.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import { withWorker } from '../../worker-link/with-worker.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { compare, TOLERANCE } from './compare-answers.ts';
import { ownAnswers } from './own-answers.ts';
import { withRuntime } from './runtimes.ts';
import { sampleImages } from './sample-images.ts';
import { type ModelFolder, type StudioFileDependencies, unpackStudioFile, writeStudioFile } from './studio-file.ts';

export interface ExportsDependencies extends StudioFileDependencies {
  readonly env: Pick<
    HostEnvironment,
    'storageFolder' | 'launchWorker' | 'launchTrainer' | 'launchReader' | 'libraryFolder' | 'log'
  >;
  readonly datasets: Pick<Datasets, 'prepareReady'>;
  readonly link: Pick<TrainerLink, 'call'>;
}

/** What an export came to. */
export interface Exported {
  readonly verified: Verified;
  readonly usage: Usage[];
  /** Its size. */
  readonly bytes: number;
  /** What rounded weights cost; null for full ones. */
  readonly cost: Cost | null;
}

/** What is exported, and as what. */
export interface ExportWish {
  readonly format: ExportFormat;
  readonly weights: ExportWeights;
}

export interface ExportOptions {
  readonly signal?: CancelSignal | undefined;
  /** Images that were read by either, of both together. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** An export on its way: where its file or folder is made, and what it is called there. */
export interface StagedExport<F extends ExportFormat = ExportFormat> extends ModelFolder {
  readonly format: F;
  readonly weights: ExportWeights;
  readonly into: string;
  readonly name: string;
}

/** `files`: what was written, by their places in the folder, parts joined by '/'. */
type Staged = Exported & { readonly files: readonly string[] };

/** Writes an export into a folder and proves it there. Throws as the call `exports.make` says. */
export function stageExport(deps: ExportsDependencies, job: StagedExport, options: ExportOptions): Promise<Staged> {
  const { format } = job;
  return format === 'studio' ? stageOwn(deps, job, options) : stageForeign(deps, { ...job, format }, options);
}

/** The studio's own file, read again by the studio. */
async function stageOwn(
  deps: ExportsDependencies,
  { folder, ref, format, weights, into, name }: StagedExport,
  { signal, onProgress }: ExportOptions,
): Promise<Staged> {
  const { env, models, datasets, link } = deps;
  if (!EXPORT_WEIGHTS[format].includes(weights))
    throw new AppError('export-weights', { format: EXPORT_NAMES[format], weights });
  const card = exportedCard(await models.card(folder));
  const file = path.join(into, name);
  await writeStudioFile(deps, { folder, ref }, file);
  const again = await unpackStudioFile(env, { file, into: `${file}.again` }, signal);
  const answers = (from: string) => (images: Uint8Array<ArrayBuffer>) =>
    ownAnswers(link, { folder: from, card }, images, signal);
  const samples = await sampleImages(card, datasets);
  const { verified } = await compare(samples, card, { own: answers(folder), exported: answers(again), onProgress });
  requireSame(format, verified);
  const { size } = await fs.stat(file).catch((error: unknown) => {
    throw storageError(error, file);
  });
  return { verified, usage: [], bytes: size, cost: null, files: [name] };
}

/** In a format of other programs, read again by its own runtime. */
async function stageForeign(
  { env, models, datasets, link }: ExportsDependencies,
  job: StagedExport<ForeignFormat>,
  { signal, onProgress }: ExportOptions,
): Promise<Staged> {
  const card = exportedCard(await models.card(job.folder));
  // Beside what is made, and never moved to its place with it.
  const rounded = path.join(job.into, `${job.name}.rounded`);
  const { folder, format, weights, into, name } = job;
  const wish = { folder, format, weights, into, name, rounded };
  const written = await withWorker(env, signal, (client) => client.call('export.write', wish));
  const { verified, cost } = await withRuntime(env, job.format, signal, async (read) => {
    const input = { format: job.format, path: path.join(job.into, job.name), inputShape: card.spec.inputShape };
    const answers = (folder: string) => (images: Uint8Array<ArrayBuffer>) =>
      ownAnswers(link, { folder, card }, images, signal);
    return compare(await sampleImages(card, datasets), card, {
      ...(job.weights === 'float32'
        ? { own: answers(job.folder) }
        : { own: answers(rounded), full: answers(job.folder) }),
      exported: async (images) => floatsFromBytes((await read({ ...input, images })).values),
      onProgress,
    });
  });
  requireSame(job.format, verified);
  const { files, usage, bytes, fullBytes } = written;
  return { verified, usage, bytes, cost: cost && { ...cost, fullBytes }, files };
}

function requireSame(format: ExportFormat, { images, maxDifference, agree }: Verified): void {
  if (maxDifference <= TOLERANCE && agree === images) return;
  const facts = { difference: maxDifference.toPrecision(2), differ: images - agree };
  throw new AppError('export-differs', { format: EXPORT_NAMES[format], ...facts });
}
