import { t, useFormat } from '../../i18n/index.ts';

/** A difference counts as real below this. */
export const LEVEL = 0.05;
/** Below this a p-value is told as smaller. */
const SMALLEST = 0.0001;

/** What a corrected p-value says of a difference, in words. Call it in setup. */
export function useVerdict(): (p: number) => string {
  const format = useFormat();
  return (p) => {
    if (p < SMALLEST) return t('compare.pairs.yesBelow', { p: format.value.plain(SMALLEST) });
    return t(p < LEVEL ? 'compare.pairs.yes' : 'compare.pairs.no', { p: format.value.plain(p, 2) });
  };
}

/** A difference of shares with its interval in words, in percentage points with their signs. Call it in setup. */
export function useDifference(): (difference: number, interval95: readonly [number, number]) => string {
  const format = useFormat();
  const points = (share: number): string => {
    const shown = format.value.number(Math.abs(100 * share), 2);
    return share < 0 ? `−${shown}` : `+${shown}`;
  };
  return (difference, [lo, hi]) =>
    t('compare.groups.difference', { points: points(difference), lo: points(lo), hi: points(hi) });
}
