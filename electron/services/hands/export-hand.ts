import { AppError } from '../../../shared/contract/errors.ts';
import type { HandId } from '../../../shared/contract/schemas/hand.ts';
import { encodeIdx, IDX_BYTE, IDX_SHORT } from '../../../shared/data/idx.ts';
import { encodeGreyPng } from '../../formats/png.ts';
import { folderNames } from './folder-names.ts';
import type { SampleImage } from './hand-images.ts';
import type { HandRecord } from './hand-record.ts';
import { liveSamples } from './hand-views.ts';
import type { Hands } from './hands.ts';

export type ExportKind = 'strokes' | 'idx' | 'png';

/** A hand as files of the world. */
export interface HandFiles {
  /** What the hand is called. */
  readonly name: string;
  /** By path, the parts joined by '/'. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Drawings that this kind of files cannot hold. */
  readonly leftOut: number;
}

/**
 * The drawings of a hand that are not deleted. `strokes`: one file of JSON, [{label, strokes}], points [x, y] or [x, y, milliseconds],
 * and the sheet that was written on, {x, y, width, height}, where it is known.
 * `idx`: images and labels, and the classes' names in the order that labels count. `png`: a folder for each class, 0 paper to 255 ink as
 * in MNIST, and a table of labels, since a folder cannot have every name. Throws `hand-not-found` {id}, `hand-empty` {name}, `hand-no-strokes` {name}, storage errors.
 */
export async function exportHand(hands: Hands, id: HandId, kind: ExportKind): Promise<HandFiles> {
  const { hand, samples } = await hands.read(id);
  const { record } = hand;
  const live = liveSamples(record, samples);
  if (live.length === 0) throw new AppError('hand-empty', { name: record.name });
  const { name } = record;
  if (kind === 'idx') return { name, files: idxFiles(record, live), leftOut: 0 };
  if (kind === 'png') return { name, files: pngFiles(record, live), leftOut: 0 };
  const drawn = live.filter(({ sample }) => sample.ink.strokes !== undefined);
  if (drawn.length === 0) throw new AppError('hand-no-strokes', { name });
  return { name, files: new Map([['strokes.json', strokesFile(record, drawn)]]), leftOut: live.length - drawn.length };
}

/** A drawing a line, so that people and their tools can look at it. */
function strokesFile({ classes }: HandRecord, samples: readonly SampleImage[]): Uint8Array {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const lines = samples.map(({ sample }) =>
    JSON.stringify({ label: names.get(sample.label), strokes: sample.ink.strokes, sheet: sample.ink.sheet }),
  );
  return new TextEncoder().encode(`[\n${lines.join(',\n')}\n]\n`);
}

function idxFiles({ classes, frame }: HandRecord, samples: readonly SampleImage[]): Map<string, Uint8Array> {
  const places = new Map(classes.map(({ id }, place) => [id, place]));
  const labels = samples.map(({ sample }) => places.get(sample.label)!);
  const images = Buffer.concat(samples.map(({ image }) => image));
  const names = classes.map(({ name }, place) => `${place}\t${name}\n`).join('');
  const isWide = classes.length > 256;
  const bytes = Uint8Array.from(isWide ? labels.flatMap((label) => [label >> 8, label & 255]) : labels);
  return new Map([
    ['images-idx3-ubyte', encodeIdx(IDX_BYTE, [samples.length, frame.height, frame.width], images)],
    [
      isWide ? 'labels-idx1-short' : 'labels-idx1-ubyte',
      encodeIdx(isWide ? IDX_SHORT : IDX_BYTE, [samples.length], bytes),
    ],
    ['classes.txt', new TextEncoder().encode(names)],
  ]);
}

function pngFiles({ classes, frame }: HandRecord, samples: readonly SampleImage[]): Map<string, Uint8Array> {
  const folders = folderNames(classes.map(({ name }) => name));
  const places = new Map(classes.map(({ id }, place) => [id, folders[place]!]));
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const rows = samples.map(({ id, sample }) => `${id}.png,${quoted(names.get(sample.label)!)}\r\n`);
  return new Map([
    ['labels.csv', new TextEncoder().encode(`file,label\r\n${rows.join('')}`)],
    ...samples.map(
      ({ id, sample, image }) =>
        [`${places.get(sample.label)}/${id}.png`, encodeGreyPng(image, frame.width, frame.height)] as const,
    ),
  ]);
}

/** A cell of a CSV file (RFC 4180). */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
