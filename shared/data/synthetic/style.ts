import type { Random } from '../../random/random.ts';
import type { Skeleton } from './path.ts';

/** One way of writing a digit. */
export interface Style {
  readonly name: string;
  /** How often it is drawn, relative to the digit's other styles. */
  readonly weight: number;
  /** A skeleton of this style: its proportions differ from one to the next, as from writer to writer. */
  readonly draw: (random: Random) => Skeleton;
}
