import type { SamplerName } from '../../contract/schemas/study.ts';
import type { Sampler } from '../ask-tell.ts';
import { gridSampler } from './grid.ts';
import { randomSampler } from './random.ts';
import { tpeSampler } from './tpe.ts';

/** The samplers by their names. */
export const SAMPLERS: Readonly<Record<SamplerName, Sampler>> = {
  grid: gridSampler,
  random: randomSampler,
  tpe: tpeSampler,
};
