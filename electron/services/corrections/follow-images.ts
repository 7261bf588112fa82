import type { DataFiles } from '../../../shared/contract/trainer.ts';
import { beginsWith, hashesAt, hashesOfAll } from '../evaluations/split-images.ts';
import { type KeptCorrection, type Overlay, withCorrections } from './overlay.ts';

type Split = KeptCorrection['split'];

const SPLITS = ['train', 'test'] as const;

/** The hashes of all images of a split, which are those of `content`. */
export type AllHashes = (files: DataFiles, split: Split, content: string) => Promise<readonly string[]>;

/**
 * An overlay with its corrections where their images are now: a hand grows, and drawings of it are deleted and taken back. An older
 * studio's named places alone, which mean the same where images have only been added; null where that is not so, and nobody knows
 * any more which images they were of.
 */
export async function followImages(
  overlay: Overlay,
  files: DataFiles,
  content: Overlay['content'],
  allHashes: AllHashes = hashesOfAll,
): Promise<Overlay | null> {
  let followed = overlay;
  for (const split of SPLITS) {
    const named = await withHashes(followed, files, split, content);
    if (named === null) return null;
    followed = named;
    if (content[split] === overlay.content[split] || correctionsOf(followed, split).length === 0) continue;
    const placeOf = placesByHash(await allHashes(files, split, content[split]));
    followed = withCorrections(followed, (kept) =>
      kept.split === split ? { ...kept, place: placeOf(kept.image!, kept.place ?? 0) } : kept,
    );
  }
  return { ...followed, content };
}

const correctionsOf = ({ steps }: Overlay, split: Split): KeptCorrection[] =>
  steps.flatMap((step) => (step.kind === 'reset' ? [] : step.changes.filter((kept) => kept.split === split)));

/** With the image of each correction that names its place alone; null where it is not known. */
async function withHashes(
  overlay: Overlay,
  files: DataFiles,
  split: Split,
  content: Overlay['content'],
): Promise<Overlay | null> {
  const nameless = correctionsOf(overlay, split).filter(({ image }) => image === null);
  if (nameless.length === 0) return overlay;
  const before = overlay.content[split];
  if (before !== content[split] && !(await beginsWith(files, split, before))) return null;
  const places = [...new Set(nameless.map(({ place }) => place ?? 0))];
  const hashes = await hashesAt(files, split, places);
  const known = new Map(places.map((place, i) => [place, hashes[i]!]));
  return withCorrections(overlay, (kept) =>
    kept.split === split && kept.image === null ? { ...kept, image: known.get(kept.place ?? 0)! } : kept,
  );
}

/**
 * Where an image is now: among equal ones where it was, or else in the nearest place before that, as those go forward that were
 * behind a deleted one. Null: nowhere.
 */
function placesByHash(hashes: readonly string[]): (image: string, before: number) => number | null {
  const places = new Map<string, number[]>();
  for (const [place, hash] of hashes.entries()) {
    const equal = places.get(hash);
    if (equal) equal.push(place);
    else places.set(hash, [place]);
  }
  return (image, before) => {
    const equal = places.get(image);
    if (!equal) return null;
    return equal.reduce((best, place) => (place <= before ? place : best));
  };
}
