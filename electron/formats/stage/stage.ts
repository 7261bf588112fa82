import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Skipped, Staged, Warning } from '../../../shared/contract/schemas/import.ts';
import type { Framing } from '../../../shared/contract/schemas/task.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import type { FoundSet, Note, ReadPicture } from '../found-set.ts';
import { openTree } from '../tree/open-tree.ts';
import { understand } from '../understand.ts';
import { repeats, shared } from '../../../shared/data/image-hash.ts';
import { BLANK, isTest } from './stage-files.ts';
import { writeStage, type Written } from './write-stage.ts';

export interface StageRequest {
  /** The file, folder or archive that is imported. */
  readonly path: string;
  /** Where the raw bytes go; it exists and is empty. */
  readonly folder: string;
  /** Which of several data sets, by name. */
  readonly choice: string | null;
  /** Whether, of several that could be parts of one, the first is taken and the others told of. */
  readonly takeFirst: boolean;
  /** How ink comes into the images, of drawings and of pictures that are brought to one size. */
  readonly framing: Framing;
  /** What all of its pictures show; nothing else is read then. */
  readonly label?: string | undefined;
}

export interface StageOptions {
  readonly readPicture: ReadPicture;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number | null }) => void;
}

/** At most so many skipped files are listed. */
const MOST_SKIPPED = 1000;

/**
 * Reads a data set of the world and lays it down as raw bytes. With several to choose from and nothing chosen, only their
 * names come back. Throws what `openTree`, `understand` and `writeStage` throw, `choice-unknown` {choice, choices}, and
 * `data-disk-space` {needed, free, folder} before anything is written.
 */
export async function stage(request: StageRequest, options: StageOptions): Promise<Staged> {
  const tree = await openTree(request.path);
  try {
    const { sets, skipped } = await understand(tree, { readPicture: options.readPicture, label: request.label });
    const set = choose(sets, request);
    const found = sets.map(({ name, count, files }) => ({ name, count, files: files.length }));
    if (!set) return { ...NOTHING_YET, framing: request.framing, sets: found, skipped: skipped.slice(0, MOST_SKIPPED) };
    const others = sets.filter((other) => other !== set);
    const unused = others.flatMap(({ files }) => files.filter((file) => !set.files.includes(file)));
    const all: Skipped[] = [...skipped, ...unused.map((file) => ({ file, reason: 'other-set' as const }))];
    const staged = await stageSet(set, request, options, all);
    return { ...staged, sets: found, warnings: [...severalSets(set, others, request.choice), ...staged.warnings] };
  } finally {
    await tree.close();
  }
}

const NOTHING_YET: Omit<Staged, 'framing'> = {
  set: null,
  sets: [],
  count: 0,
  height: 0,
  width: 0,
  classes: [],
  numeric: false,
  counts: { whole: [], train: [], test: [] },
  sha256: '',
  highest: 0,
  light: 0,
  blank: 0,
  duplicatesWithin: 0,
  duplicatesAcross: 0,
  framed: false,
  pictures: false,
  transposedByName: false,
  drawn: false,
  warnings: [],
  skipped: [],
};

function choose(sets: readonly FoundSet[], { choice, takeFirst }: StageRequest): FoundSet | null {
  const [first] = sets;
  if (choice !== null) {
    const chosen = sets.find(({ name }) => name === choice);
    if (chosen) return chosen;
    throw new AppError('choice-unknown', { choice, choices: sets.map(({ name }) => name) });
  }
  // Two versions of a set's labels share its images: only a person can say which is right.
  const files = sets.flatMap((set) => set.files);
  const areParts = new Set(files).size === files.length && sets.every(({ shape }) => shape === first!.shape);
  return sets.length === 1 || (takeFirst && areParts) ? first! : null;
}

async function stageSet(
  set: FoundSet,
  request: StageRequest,
  options: StageOptions,
  skipped: Skipped[],
): Promise<Staged> {
  if (set.count === 0) throw new AppError('data-empty', { file: path.basename(request.path) });
  const notes: Note[] = [...set.notes];
  const onNote = (note: Note): void => {
    if (!notes.some((known) => JSON.stringify(known) === JSON.stringify(note))) notes.push(note);
  };
  // Pictures of different sizes are read twice.
  const onSkipped = (each: Skipped): void =>
    void (skipped.some(({ file }) => file === each.file) || skipped.push(each));
  await checkRoom(set, request.folder);
  const { framing } = request;
  const written = await writeStage(set, request.folder, { onNote, onSkipped, framing }, (done) =>
    options.onProgress?.({ done, total: set.count }),
  );
  const { size, classes, labels, sha256, highest, light, blank, framed } = written;
  if (isAllAlike(written)) {
    throw new AppError('images-all-alike', { file: path.basename(request.path), count: labels.length });
  }
  return {
    ...NOTHING_YET,
    set: set.name,
    count: labels.length,
    ...size,
    classes: [...classes.names],
    numeric: classes.numeric,
    counts: countsOf(written),
    sha256,
    highest,
    light,
    blank,
    ...duplicatesIn(written),
    framed,
    pictures: set.pictures,
    transposedByName: notes.some(({ code }) => code === 'transposed-by-name'),
    drawn: set.drawn,
    framing,
    warnings: [...notes.flatMap(toWarning), ...namesCut(classes)],
    skipped: skipped.slice(0, MOST_SKIPPED),
  };
}

/** Whether there is nothing to learn: all images are blank, or copies of one. */
const isAllAlike = ({ labels, hashes, blank }: Written): boolean =>
  labels.length > 1 && (blank === labels.length || hashes.every((hash) => hash === hashes[0]));

/** Bytes: 8 x 8 pixels. */
const SMALLEST_IMAGE = 64;

/** An import takes the room of two copies for a while: the staged one and the final one. */
async function checkRoom({ count }: FoundSet, folder: string): Promise<void> {
  const free = await freeBytes(folder);
  // Sizes are not known before the images are read; the smallest that a task may have is the least that each takes.
  const needed = 2 * (count ?? 0) * SMALLEST_IMAGE;
  if (free === null || free >= needed) return;
  const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);
  throw new AppError('data-disk-space', { needed: megabytes(needed), free: megabytes(free), folder });
}

function countsOf({ classes, labels, parts }: Written): Staged['counts'] {
  const none = (): number[] => new Array<number>(classes.names.length).fill(0);
  const counts = { whole: none(), train: none(), test: none() };
  const byPart = [counts.whole, counts.train, counts.test];
  labels.forEach((label, i) => (byPart[parts[i]! & ~BLANK]![label]! += 1));
  return counts;
}

function duplicatesIn({ hashes, parts }: Written): Pick<Staged, 'duplicatesWithin' | 'duplicatesAcross'> {
  const train = hashes.filter((_, i) => !isTest(parts[i]!));
  const test = hashes.filter((_, i) => isTest(parts[i]!));
  return { duplicatesWithin: repeats(train) + repeats(test), duplicatesAcross: shared(train, test) };
}

const toWarning = ({ code, params = {} }: Note): Warning[] =>
  code === 'transposed-by-name' ? [] : [{ code, params, on: false }];

const namesCut = ({ cut, names }: Written['classes']): Warning[] =>
  cut.length === 0 ? [] : [{ code: 'names-cut', params: { count: cut.length, name: names[cut[0]!]! }, on: false }];

function severalSets(set: FoundSet, others: readonly FoundSet[], choice: string | null): Warning[] {
  if (others.length === 0 || choice !== null) return [];
  const params = { taken: set.name, others: others.map(({ name }) => name) };
  return [{ code: 'several-sets', params, on: false }];
}
