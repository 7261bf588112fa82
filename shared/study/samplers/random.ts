import { stream } from '../../random/random.ts';
import type { Sampler } from '../ask-tell.ts';
import { drawEvenly } from '../dimension.ts';
import { settle } from '../space.ts';

/** Every parameter drawn evenly, by its logarithm where it is searched so (Bergstra and Bengio, 2012). */
export const randomSampler: Sampler = {
  suggest({ dimensions, seed, number }) {
    const random = stream(seed, 'study', number);
    return settle(dimensions, (dimension) => drawEvenly(dimension, random));
  },
};
