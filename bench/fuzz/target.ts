import type { Random } from '../../shared/random/random.ts';
import { mutateBytes } from './mutate-bytes.ts';

/** One way into the program for bytes from outside. */
export interface Target {
  readonly name: string;
  /** An input, by nothing but its random stream. */
  input(random: Random): Uint8Array;
  /** Reads it as the program does, in an empty folder that is removed afterwards. Throws what the reader throws. */
  read(input: Uint8Array, folder: string): Promise<unknown>;
}

/** Of some valid inputs one, with changes; once in fifty as it is. */
export const changed =
  (...seeds: readonly Uint8Array[]) =>
  (random: Random): Uint8Array => {
    const seed = seeds[random.integer(seeds.length)]!;
    return random.chance(0.02) ? seed : mutateBytes(seed, random);
  };
