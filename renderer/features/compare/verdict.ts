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
