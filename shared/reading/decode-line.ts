import { search } from './beam-search.ts';
import { candidatesOf } from './candidates.ts';
import type { Emissions } from './emissions.ts';
import type { Kind } from './kinds.ts';
import { spansOf, type Span } from './spans.ts';

/** What speaks for a reading, from which its confidence is worked out (see confidence.ts). */
export interface Evidence {
  /** The text's part of all that the line may be if it is of its kind at all: 0 to 1. */
  readonly share: number;
  /** log of the probability that the line is of its kind at all. */
  readonly within: number;
}

export interface DecodedSymbol {
  readonly label: string;
  /** Its place among all signs of the line. */
  readonly place: number;
  readonly confidence: number;
  readonly candidates: readonly { readonly label: string; readonly confidence: number }[];
}

/** A text that a line may be. */
export interface PossibleText extends Pick<Evidence, 'share'> {
  readonly text: string;
  /** All signs of the line, and the places among them of those that the text has. */
  readonly signs: readonly number[];
  readonly kept: readonly number[];
}

/** What a line says, as a kind. */
export interface DecodedText extends PossibleText, Evidence {
  /** Other texts, likeliest first. */
  readonly others: readonly PossibleText[];
}

export interface DecodedLine extends DecodedText {
  /** The steps that all signs of the line were read in, those too that the text has not. */
  readonly spans: readonly Span[];
  /** Of the text's signs. */
  readonly symbols: readonly DecodedSymbol[];
}

/** Strings that are followed, and told apart. */
const WIDTH = 16;
const MOST_OTHERS = 4;
const MOST_CANDIDATES = 5;

/** Others that are less probable than this are nothing to show. */
const LEAST = 0.001;

/** The most probable text of a line of a kind. Null: the line has no room for any. */
export function decodeText(emissions: Emissions, classes: readonly string[], kind: Kind): DecodedText | null {
  const { readings, total } = search(emissions, kind.grammar, { width: WIDTH, most: WIDTH });
  // Several strings come to one text: an amount with a sign of money and without.
  const texts = new Map<string, Omit<PossibleText, 'text'>>();
  for (const { signs, share } of readings) {
    const names = signs.map((sign) => classes[sign]!);
    const kept = kind.kept(names);
    const text = kept.map((place) => names[place]!).join('');
    const known = texts.get(text);
    texts.set(text, known ? { ...known, share: known.share + share } : { share, signs, kept });
  }
  return likeliestOf(
    [...texts].map(([text, about]) => ({ text, ...about })),
    Math.min(0, total),
  );
}

/** The likeliest of some texts, and those besides that are worth showing. Null: there is none. */
export function likeliestOf(texts: readonly PossibleText[], within: number): DecodedText | null {
  const [first, ...others] = [...texts].sort((a, b) => b.share - a.share);
  if (!first) return null;
  return {
    ...{ ...first, share: Math.min(1, first.share), within },
    others: others.filter(({ share }) => share >= LEAST).slice(0, MOST_OTHERS),
  };
}

/** The same with its signs, where they were read, and what else each may be. */
export function decodeLine(emissions: Emissions, classes: readonly string[], kind: Kind): DecodedLine | null {
  const read = decodeText(emissions, classes, kind);
  return read && withSymbols(emissions, classes, kind, read);
}

/** A text that was decoded of these emissions as this kind, with its signs: as `decodeLine`. */
export function withSymbols(
  emissions: Emissions,
  classes: readonly string[],
  kind: Kind,
  read: DecodedText,
): DecodedLine {
  const symbols = symbolsOf(emissions, classes, kind, read);
  return { ...read, spans: spansOf(emissions, read.signs)!, symbols };
}

function symbolsOf(
  emissions: Emissions,
  classes: readonly string[],
  kind: Kind,
  { signs, kept }: DecodedText,
): DecodedSymbol[] {
  const logs = candidatesOf(emissions, signs);
  const allowed = classes.flatMap((label, c) => (kind.allows(label) ? [c] : []));
  return kept.map((place) => {
    const highest = Math.max(...allowed.map((c) => logs[place]![c]!));
    const weights = allowed.map((c) => Math.exp(logs[place]![c]! - highest));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const shares = allowed.map((c, i) => ({ label: classes[c]!, confidence: weights[i]! / sum }));
    const label = classes[signs[place]!]!;
    const own = shares.find((each) => each.label === label)!;
    const likeliest = shares
      .filter((each) => each === own || each.confidence >= LEAST)
      .sort((a, b) => b.confidence - a.confidence);
    const shown = likeliest.slice(0, MOST_CANDIDATES);
    return {
      ...{ label, place, confidence: own.confidence },
      candidates: shown.includes(own) ? shown : [...shown.slice(0, -1), own],
    };
  });
}
