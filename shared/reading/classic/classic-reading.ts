import type { Prediction } from '../../contract/schemas/predict.ts';
import type { ClassicReading, FoundLine, ReadSymbol } from '../../contract/schemas/reading.ts';
import { LINE_HEIGHT } from '../../page/page.ts';
import { EMPTY, withEmptyCells } from '../empty-cells.ts';
import { placed, toPictureOf } from '../in-picture.ts';
import type { Kind } from '../kinds.ts';
import type { LineInk } from '../place-signs.ts';
import { atomsOf } from './atoms.ts';
import { bestPath } from './best-path.ts';
import { segmentsOf, type Segment } from './segments.ts';

/** A line cut into all pieces that may be signs. */
export interface CutLine {
  readonly atoms: number;
  readonly segments: readonly Segment[];
}

/** What reads nothing better: a mark by its shape alone. */
const MARK = 0.8;

/** Less probable than this says nothing more. */
const LEAST = 1e-6;

/**
 * What is less probably a sign than this is none of the model's, and read as `?` where signs may stand that it does not know. Its own bound,
 * for a pad, has no neighbours to fear and is stricter.
 */
const NO_SIGN = 0.02;

const MOST_CANDIDATES = 5;

/** A line has no more pieces: what has is a pattern, and a model would read it for minutes. */
const MOST_PIECES = 300;

/** Null: it is in too many pieces to be writing. */
export function cutLine({ ink, width }: Pick<LineInk, 'ink' | 'width'>): CutLine | null {
  const line = { ink, width, height: LINE_HEIGHT };
  const atoms = atomsOf(line);
  if (atoms.all.length > MOST_PIECES) return null;
  return { atoms: atoms.all.length, segments: segmentsOf(line, atoms) };
}

/** The images that a model of single signs is to read, one after the other. */
export const imagesOf = ({ segments }: CutLine): Uint8Array[] =>
  segments.flatMap(({ image }) => (image === null ? [] : [image]));

export interface ClassicWish {
  readonly kind: Kind;
  /** Signs that the line has; null: as many as are found. */
  readonly length: number | null;
  /** Empty boxes among them. */
  readonly empty: FoundLine['cells'];
  /** The classes of the model of single signs. */
  readonly classes: readonly string[];
}

/** A line by its pieces: `predictions` are of `imagesOf`, in order. `differs` is said by comparison with `text`. */
export function classicReading(
  found: FoundLine,
  { atoms, segments }: CutLine,
  predictions: readonly Prediction[],
  { kind, length, empty, classes }: ClassicWish,
  text: string,
): ClassicReading {
  let next = 0;
  const read = segments.map((segment) => ({
    segment,
    ...(segment.mark === null ? ofSign(predictions[next++]!, classes) : ofMark(segment.mark)),
  }));
  const scores = read.map(({ confidence, label }) =>
    Math.log(kind.allows(label) ? Math.max(LEAST, confidence) : LEAST),
  );
  const path = bestPath(atoms, segments, scores, length)
    .map((segment) => read[segments.indexOf(segment)]!)
    .map((each) => (each.confidence < NO_SIGN && kind.allows(EMPTY) ? { ...each, label: EMPTY } : each));
  const kept = kind.kept(path.map(({ label }) => label));
  const toPicture = toPictureOf(found);
  const symbols = kept.map((place): ReadSymbol => {
    const { segment, label, confidence, candidates } = path[place]!;
    return { label, ...placed(toPicture, segment.place), confidence, candidates, empty: false };
  });
  const whole = withEmptyCells(symbols, empty, found);
  const its = whole.map(({ label }) => label).join('');
  return {
    text: its,
    confidence: symbols.reduce((product, { confidence }) => product * confidence, symbols.length > 0 ? 1 : 0),
    symbols: whole,
    differs: its !== text,
  };
}

type Read = Pick<ReadSymbol, 'label' | 'confidence' | 'candidates'>;

const ofMark = (mark: string): Read => ({
  label: mark,
  confidence: MARK,
  candidates: [{ label: mark, confidence: MARK }],
});

/** How sure a model is that something is a sign at all says where to cut. */
function ofSign({ label, index, probabilities, known }: Prediction, classes: readonly string[]): Read {
  const isSign = known ?? 1;
  const candidates = probabilities
    .map((probability, i) => ({ label: classes[i]!, confidence: probability * isSign }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_CANDIDATES);
  const confidence = probabilities[index]! * isSign;
  return { label, confidence, candidates };
}
