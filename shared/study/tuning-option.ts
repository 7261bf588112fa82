import type { FineTune } from '../contract/schemas/fine-tune.ts';
import type { SearchOption } from './search-option.ts';

/** The largest factor of a rate, and the largest share of replayed images (see fineTuneSchema). */
const [MOST_RATE, MOST_SHARE] = [100, 0.9];

/**
 * The option at a path of how a trained model is gone on from: what is frozen, the groups' rates, the share that is replayed where anything
 * is. Which model that is, its head and what is replayed make other runs, not other settings of one. Null for any other path.
 */
export function tuningOption({ freeze, rates, replay }: FineTune, path: string): SearchOption | null {
  const layers = Array.isArray(freeze) ? [freeze] : [];
  const number = { path, kind: 'number', choices: [] } as const;
  switch (path) {
    case 'from.freeze':
      return { path, kind: 'choice', bounds: {}, choices: ['none', 'features', ...layers], value: freeze, within: [] };
    case 'from.rates.features': {
      // Frozen weights have no rate.
      const within = [{ path: 'from.freeze', values: ['none', ...layers] }];
      return { ...number, bounds: { minimum: 0, maximum: MOST_RATE }, value: rates?.['features'] ?? 1, within };
    }
    case 'from.rates.head':
      return { ...number, bounds: { minimum: 0, maximum: MOST_RATE }, value: rates?.['head'] ?? 1, within: [] };
    case 'from.replay.share':
      return replay ? { ...number, bounds: { above: 0, maximum: MOST_SHARE }, value: replay.share, within: [] } : null;
    default:
      return null;
  }
}
