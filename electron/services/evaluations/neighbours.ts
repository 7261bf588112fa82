import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Neighbour } from '../../../shared/contract/schemas/evaluated-image.ts';
import { stratifiedSample } from '../../../shared/data/split.ts';
import { floatsFromBytes, placesFromBytes, placesToBytes } from '../../../shared/data/number-bytes.ts';
import { nearest } from '../../../shared/evaluation/nearest.ts';
import { stream } from '../../../shared/random/random.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { sha256OfFile } from '../../files/content-hash.ts';
import { withFolderLock } from '../../files/folder-lock.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { readWhole } from '../../files/read-whole.ts';
import { removeFolder, replaceFolder } from '../../files/replace-folder.ts';
import { EvaluationStore } from './evaluation-store.ts';
import type { Asker } from './evaluations.ts';
import { mostRows, writeFeatures } from './features.ts';
import { type LooksDependencies, modelFolderOf, seenImage } from './looks.ts';
import type { OpenedEvaluation } from './opened.ts';
import { imagesFrom } from './split-images.ts';
import { contentOf, readLabels } from './subject.ts';

const SAMPLE_SEED = 7;
/** Features of so many models and data sets stay on the disk, the last ones made: they are large, and can be made again. */
const KEPT = 8;

/** features.json, version 1, beside features.f32 and places.u32: written last. */
const featuresSchema = z.object({
  version: z.literal(1),
  width: z.number().int(),
  count: z.number().int(),
  sha256: z.string(),
});

interface Features {
  readonly width: number;
  readonly values: Float32Array;
  /** Of each row, which training image it is. */
  readonly places: Uint32Array;
}

/** Finds the training images that a model sees most like one of an evaluation's. Features are computed once and kept. */
export class Neighbours {
  private readonly deps: LooksDependencies & { readonly storage: string };
  private last: { readonly key: string; readonly features: Features } | null = null;

  constructor(deps: LooksDependencies & { readonly storage: string }) {
    this.deps = deps;
  }

  /** As the call `evaluations.neighbours` says; none where the data set has no training images. */
  async find(
    {
      id,
      place,
      count,
    }: { readonly id: OpenedEvaluation['record']['info']['id']; readonly place: number; readonly count: number },
    asker: Asker,
  ): Promise<{ items: Neighbour[]; images: Uint8Array<ArrayBuffer> }> {
    const { opened, image } = await seenImage(this.deps, id, place);
    const folder = await modelFolderOf(this.deps.models, opened);
    const { files, record } = opened;
    const labels = await readLabels(files, 'train');
    if (labels.length === 0) return { items: [], images: new Uint8Array() };
    const features = await this.features(opened, folder, labels, asker);
    const { values } = await this.deps.link.call('model.features', { folder, images: image }, { signal: asker.signal });
    const own = record.split === 'train' ? place : null;
    const rows = nearest(features.values, features.width, floatsFromBytes(values), count + 1)
      .filter(({ row }) => features.places[row] !== own)
      .slice(0, count);
    const places = rows.map(({ row }) => features.places[row]!);
    return {
      items: rows.map(({ row, distance }) => {
        const at = features.places[row]!;
        return { place: at, label: files.task.classes[labels[at]!]!, distance };
      }),
      images: await imagesFrom(files, 'train', places),
    };
  }

  private async features(
    opened: OpenedEvaluation,
    folder: string,
    labels: Uint16Array,
    asker: Asker,
  ): Promise<Features> {
    const { info, change } = opened.record;
    const content = await contentOf(opened.files, 'train');
    const facts = [1, info.model.weightsSha256, opened.files.id, content.images, change];
    const key = `features-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32)}`;
    if (this.last?.key === key) return this.last.features;
    const target = path.join(this.deps.storage, 'evaluations', key);
    const features =
      (await readFeatures(target, labels.length)) ?? (await this.make(opened, folder, labels, target, asker));
    this.last = { key, features };
    return features;
  }

  private async make(
    opened: OpenedEvaluation,
    folder: string,
    labels: Uint16Array,
    target: string,
    asker: Asker,
  ): Promise<Features> {
    const most = await mostRows(this.deps.models, folder);
    const places = stratifiedSample(labels, most, stream(SAMPLE_SEED, 'split'));
    const store = new EvaluationStore(this.deps.storage);
    const scratch = await store.scratch();
    try {
      const { file, width } = await writeFeatures(
        this.deps.link,
        { opened, folder, split: 'train', places, into: scratch },
        asker,
      );
      const bytes = await readWhole(file);
      await writeAtomic(path.join(scratch, 'places.u32'), [placesToBytes(places)]);
      await writeJson(path.join(scratch, 'features.json'), {
        version: 1,
        width,
        count: places.length,
        sha256: await sha256OfFile(file),
      });
      await withFolderLock(target, () => replaceFolder(scratch, target));
      await this.removeOldest(path.dirname(target));
      return { width, places, values: floatsFromBytes(bytes) };
    } catch (error) {
      throw storageError(error, target);
    } finally {
      await store.discard(scratch);
    }
  }

  /** What cannot be removed now is the next time. */
  private async removeOldest(folder: string): Promise<void> {
    const store = new EvaluationStore(this.deps.storage);
    try {
      for (const own of (await keptFeatures(folder)).slice(KEPT)) {
        const aside = await store.scratch();
        await store.discard(aside);
        await withFolderLock(own, () => removeFolder(own, aside), { makesRoom: true });
      }
    } catch (thrown) {
      this.deps.env.log.warn('old features stay', { thrown: String(thrown) });
    }
  }
}

/** The features that lie in the evaluations' folder, the last ones made first. */
async function keptFeatures(folder: string): Promise<string[]> {
  const names = (await fs.readdir(folder)).filter((name) => /^features-[0-9a-f]{32}$/.test(name));
  const made = await Promise.all(
    names.map(async (name) => {
      const own = path.join(folder, name);
      // One that another host has removed meanwhile is none.
      const stats = await fs.stat(own).catch(() => null);
      return stats ? [{ own, at: stats.mtimeMs }] : [];
    }),
  );
  return made
    .flat()
    .sort((a, b) => b.at - a.at)
    .map(({ own }) => own);
}

/** Of so many training images. Null: there are none, or damaged ones, which are then made again. */
async function readFeatures(folder: string, images: number): Promise<Features | null> {
  const record = await readJson(path.join(folder, 'features.json'), featuresSchema, 1).catch(() => null);
  if (!record) return null;
  const [features, listed] = [path.join(folder, 'features.f32'), path.join(folder, 'places.u32')];
  // Piece by piece: a host has windows to answer meanwhile.
  const sha256 = await sha256OfFile(features).catch(() => null);
  const [values, places] = await Promise.all([features, listed].map((file) => readWhole(file).catch(() => null)));
  const { width, count } = record;
  if (!values || places?.length !== 4 * count || sha256 !== record.sha256) return null;
  const kept = { width, values: floatsFromBytes(values), places: placesFromBytes(places) };
  const isWhole = kept.values.length === width * count && kept.places.every((place) => place < images);
  return isWhole ? kept : null;
}
