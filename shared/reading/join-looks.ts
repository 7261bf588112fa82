import { likeliestOf, type DecodedText, type PossibleText } from './decode-line.ts';

/** What several looks at one line say together, and the look that says most for it. */
export interface JoinedLooks {
  readonly look: number;
  readonly read: DecodedText;
}

/**
 * Looks at one line as one: each counts by the probability that the line is of its kind there at all, and the text is the one that has most of what
 * the looks give together. A look that nothing stands in, or that no text is read of, does not count. Null: none counts.
 */
export function joinLooks(reads: readonly (DecodedText | null)[]): JoinedLooks | null {
  const counted = reads.flatMap((read, look) => (read === null || read.text === '' ? [] : [{ read, look }]));
  if (counted.length === 0) return null;
  const highest = Math.max(...counted.map(({ read }) => read.within));
  const weights = counted.map(({ read }) => Math.exp(read.within - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  /** Of each text its share of all, and the look that gives it most. */
  const texts = new Map<string, { readonly possible: PossibleText; readonly most: number; readonly look: number }>();
  counted.forEach(({ read, look }, i) => {
    for (const { text, signs, kept, share } of [read, ...read.others]) {
      const its = (weights[i]! / total) * share;
      const known = texts.get(text);
      const isMost = !known || its > known.most;
      const possible = {
        text,
        ...(isMost ? { signs, kept } : known.possible),
        share: its + (known?.possible.share ?? 0),
      };
      texts.set(text, { possible, ...(isMost ? { most: its, look } : { most: known.most, look: known.look }) });
    }
  });
  const within = highest + Math.log(total / counted.length);
  const read = likeliestOf(
    [...texts.values()].map(({ possible }) => possible),
    within,
  )!;
  const { look } = texts.get(read.text)!;
  // What a share is worth was learnt from single looks: where the text is what that look says, its own share stands.
  const own = reads[look]!;
  return { look, read: own.text === read.text ? { ...read, share: own.share } : read };
}
