import { stream } from '../../random/random.ts';
import type { Sampler } from '../ask-tell.ts';
import { allSettings } from '../space.ts';

/** A grid has no more settings than a study may have trials. */
export const MOST_SETTINGS = 10_000;

/** Every combination of values once, in an order drawn by the seed, so that a part of the grid is spread over all of it. */
export const gridSampler: Sampler = {
  suggest({ dimensions, trials, seed }) {
    const all = stream(seed, 'study').shuffle(allSettings(dimensions, MOST_SETTINGS));
    return all[trials.length] ?? null;
  },
};
