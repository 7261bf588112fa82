import type { Random } from '../../shared/random/random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson } from './mutate-value.ts';

export interface Inputs {
  /** Whole inputs, of which values come. A target that refuses what it starts from tries nothing behind its first check. */
  readonly valid: readonly Uint8Array[];
  /** An input, by nothing but its random stream. */
  input(random: Random): Uint8Array;
}

/** One way into the program for bytes from outside. */
export interface Target extends Inputs {
  readonly name: string;
  /** Of the inputs that others get, the share that this one gets: less than 1 where reading one takes long. */
  readonly share?: number;
  /** Reads it as the program does, in an empty folder that is removed afterwards. Throws what the reader throws. */
  read(input: Uint8Array, folder: string): Promise<unknown>;
}

/** Once in so many an input is a seed as it is. */
const AS_IT_IS = 0.02;

const one = <T>(all: readonly T[], random: Random): T => all[random.integer(all.length)]!;

/** Of some seeds one, with changes; once in fifty as it is. Those in `refused` are whole, but of a kind that is not read. */
export const changed = (valid: readonly Uint8Array[], refused: readonly Uint8Array[] = []): Inputs => ({
  valid,
  input(random) {
    const seed = one([...valid, ...refused], random);
    return random.chance(AS_IT_IS) ? seed : mutateBytes(seed, random);
  },
});

/** The same of plain data, whose values are changed before they become JSON. */
export const changedJson = (seeds: readonly unknown[]): Inputs => {
  const valid = seeds.map((seed) => Buffer.from(JSON.stringify(seed)));
  return {
    valid,
    input: (random) => (random.chance(AS_IT_IS) ? one(valid, random) : mutateJson(one(seeds, random), random)),
  };
};
