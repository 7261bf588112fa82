import type { Prediction } from '../contract/schemas/predict.ts';
import type { FoundLine, LineReading, ReadingWish, ReadSymbol } from '../contract/schemas/reading.ts';
import type { KindSureness } from '../contract/schemas/sureness.ts';
import type { LineSteps } from '../model/line-model.ts';
import { LINE_HEIGHT } from '../page/page.ts';
import { classicReading, type CutLine } from './classic/classic-reading.ts';
import { confidenceOf, isSure } from './confidence.ts';
import { decodeText, withSymbols, type DecodedLine, type DecodedText } from './decode-line.ts';
import { emissionsOf } from './emissions.ts';
import { emptyCells, withEmptyCells } from './empty-cells.ts';
import { placed, toPictureOf } from './in-picture.ts';
import { joinLooks } from './join-looks.ts';
import { kindOf, type Kind } from './kinds.ts';
import { middleOf, placeSigns } from './place-signs.ts';

/** What a model of lines answers of one line. */
export interface LineAnswer {
  readonly classes: readonly string[];
  /** Steps x (classes + 1), the blank last. */
  readonly logits: Float32Array;
  readonly steps: LineSteps;
}

/** A line's kind, with what is missing of it taken into account. Throws RangeError for a code that there is none of. */
function kindWithout(classes: readonly string[], wish: ReadingWish, missing: number): Kind {
  if (missing === 0) return kindOf(classes, wish);
  // With a sign missing nothing can be checked.
  const length = wish.length === null ? null : Math.max(1, wish.length - missing);
  return kindOf(classes, { ...wish, kind: wish.kind === 'code' ? 'code' : 'line', length, check: 'none' });
}

/**
 * What a line says, by what the model answered of each of its looks, `found` itself first: the looks are read as one, and the signs are placed in
 * the one that says most for the text. Throws RangeError for a code that there is none of, and for logits that are none.
 */
export function lineReading(
  found: FoundLine,
  answers: readonly LineAnswer[],
  wish: ReadingWish,
  sureness: KindSureness | null,
): LineReading {
  // Where a box is empty, only what boxes were taken off tells the signs from it.
  if (answers.length === 1 || emptyCells(found, wish).length > 0)
    return lookReading(found, answers[0]!, wish, sureness);
  const reads = answers.map(({ logits, classes }) =>
    decodeText(emissionsOf(logits, classes.length), classes, kindOf(classes, wish)),
  );
  const { look, read } = joinLooks(reads) ?? { look: 0, read: reads[0]! };
  const its = [found, ...found.others][look]!;
  return lookReading({ ...found, ...its }, { ...answers[look]!, read }, wish, sureness);
}

/** An answer, and what it says if that was worked out already. */
interface ReadAnswer extends LineAnswer {
  readonly read?: DecodedText | null;
}

function lookReading(
  found: FoundLine,
  { classes, logits, steps, read }: ReadAnswer,
  wish: ReadingWish,
  sureness: KindSureness | null,
): LineReading {
  const empty = emptyCells(found, wish);
  const kind = kindWithout(classes, wish, empty.length);
  const emissions = emissionsOf(logits, classes.length);
  const text = read === undefined ? decodeText(emissions, classes, kind) : read;
  const decoded = text && withSymbols(emissions, classes, kind, text);
  const nothing = { text: '', confidence: 0, sure: false, value: null, alternatives: [], symbols: [], classic: null };
  if (decoded === null) return { ...nothing, quad: found.quad };
  const symbols = symbolsOf(found, decoded, steps);
  const confidence = confidenceOf(decoded, sureness);
  const whole = withEmptyCells(symbols, empty, found);
  const value = kind.valueOf(decoded.text);
  // A day that may be two is for a person to settle, however plainly it is written.
  const isSettled = value !== null || (wish.kind !== 'amount' && wish.kind !== 'date');
  return {
    text: whole.map(({ label }) => label).join(''),
    confidence,
    sure: empty.length === 0 && decoded.text !== '' && isSettled && isSure(confidence, sureness),
    value,
    alternatives:
      empty.length > 0
        ? []
        : decoded.others.map(({ text, share }) => ({
            text,
            confidence: Math.min(1, (confidence * share) / decoded.share),
            value: kind.valueOf(text),
          })),
    quad: found.quad,
    symbols: whole,
    classic: null,
  };
}

/** What the pieces of a line were read as by a model of single signs. */
export interface ReadPieces {
  readonly line: CutLine;
  readonly predictions: readonly Prediction[];
  /** The model's. */
  readonly classes: readonly string[];
}

/** A reading with what the classic way makes of the same line beside it. */
export function withClassic(
  reading: LineReading,
  found: FoundLine,
  wish: ReadingWish,
  { line, predictions, classes }: ReadPieces,
): LineReading {
  const empty = emptyCells(found, wish);
  const kind = kindWithout(classes, wish, empty.length);
  const length = wish.kind !== 'code' || wish.length === null ? null : Math.max(1, wish.length - empty.length);
  const classic = classicReading(found, line, predictions, { kind, length, empty, classes }, reading.text);
  return { ...reading, classic };
}

function symbolsOf(found: FoundLine, decoded: DecodedLine, steps: LineSteps): ReadSymbol[] {
  const toPicture = toPictureOf(found);
  const places = placeSigns(
    { ink: found.ink, width: found.width, height: LINE_HEIGHT },
    decoded.spans.map((span) => middleOf(span, steps)),
  );
  return decoded.symbols.map(({ label, place, confidence, candidates }) => ({
    label,
    ...placed(toPicture, places[place]!),
    confidence,
    candidates: candidates.map((each) => ({ ...each })),
    empty: false,
  }));
}
