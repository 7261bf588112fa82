import type { Suspect } from '../contract/schemas/corrections.ts';
import type { Labels } from '../data/labelled-images.ts';
import { argMax, softmax } from './softmax.ts';

export interface Doubted {
  /** The likeliest to be wrong first. */
  readonly suspects: Suspect[];
  /** How many labels are wrong, by the confident joint. */
  readonly estimated: number;
}

/**
 * Finds labels that are likely wrong (Northcutt, Jiang and Chuang, Confident Learning, 2021). `logits` are images x classes, of
 * models that did not learn the image.
 *
 * A class's threshold is the mean probability that models give it on images labelled as it: a model's own measure of sure. An image
 * counts as one of the likeliest class whose threshold it passes; where that is not its label, the label is suspected. These come first,
 * then other images whose likeliest class is not their label; each by how much likelier the other class is. `estimated` scales the
 * suspected of each class to all of its images, as those that pass no threshold are not counted.
 */
export function suspectLabels(logits: Float32Array, classes: number, labels: Labels): Doubted {
  const rows = Array.from(labels, (_, i) => softmax(logits, i * classes, classes));
  const thresholds = selfConfidence(rows, labels, classes);
  // By the given label: images that count as some class, those of them that count as another, and all.
  const counted = new Float64Array(classes);
  const crossed = new Float64Array(classes);
  const images = new Float64Array(classes);
  const found: { readonly suspect: Suspect; readonly confident: boolean }[] = [];
  rows.forEach((probabilities, place) => {
    const given = labels[place]!;
    images[given]!++;
    if (!probabilities.every(Number.isFinite)) return;
    const confident = likeliestAbove(probabilities, thresholds);
    if (confident !== null) counted[given]!++;
    if (confident !== null && confident !== given) crossed[given]!++;
    const likely = confident ?? argMax(logits, place * classes, classes);
    if (likely === given) return;
    const [givenProbability, likelyProbability] = [probabilities[given]!, probabilities[likely]!];
    const suspect = { place, given, likely, givenProbability, likelyProbability };
    found.push({ suspect, confident: confident !== null });
  });
  found.sort(
    (a, b) =>
      Number(b.confident) - Number(a.confident) ||
      marginOf(b.suspect) - marginOf(a.suspect) ||
      a.suspect.place - b.suspect.place,
  );
  const estimated = crossed.reduce(
    (sum, count, c) => sum + (counted[c]! === 0 ? 0 : (count / counted[c]!) * images[c]!),
    0,
  );
  return { suspects: found.map(({ suspect }) => suspect), estimated: Math.round(estimated) };
}

const marginOf = ({ givenProbability, likelyProbability }: Suspect): number => likelyProbability - givenProbability;

/** For each class the mean probability of it over the images that are labelled so; infinite for one without images. */
function selfConfidence(rows: readonly number[][], labels: Labels, classes: number): Float64Array {
  const [sums, counts] = [new Float64Array(classes), new Float64Array(classes)];
  rows.forEach((probabilities, i) => {
    const own = probabilities[labels[i]!]!;
    if (!Number.isFinite(own)) return;
    sums[labels[i]!]! += own;
    counts[labels[i]!]!++;
  });
  return sums.map((sum, c) => (counts[c] === 0 ? Infinity : sum / counts[c]!));
}

/** The likeliest of the classes whose threshold is reached; null if none is. */
function likeliestAbove(probabilities: readonly number[], thresholds: Float64Array): number | null {
  let best: number | null = null;
  probabilities.forEach((probability, c) => {
    if (probability >= thresholds[c]! && (best === null || probability > probabilities[best]!)) best = c;
  });
  return best;
}
