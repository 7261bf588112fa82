import type { DataFiles } from '../../shared/contract/trainer.ts';
import type { Goal } from './goals.ts';
import type { Table } from './table.ts';
import type { Rounds } from './turns.ts';

/** What the suite gives to each of its parts. */
export interface Bench {
  /** Fewer rounds and images: a quick look, not for the record. */
  readonly quick: boolean;
  /** Temporary; removed at the end. */
  readonly folder: string;
  /** MNIST, all of it, as the trainer reads it. */
  readonly data: DataFiles;
  /** The Python with Keras and PyTorch; null: they are absent. */
  readonly python: string | null;
  /** What the fuzzers are asked for. */
  readonly fuzz: FuzzOptions;
  /** Folders of trained models that `known` measures in place of training some. */
  readonly models: readonly string[];
  /** Prints progress. */
  say(text: string): void;
}

export interface PartResult {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** Everything that was measured, for the record. */
  readonly data: unknown;
}

/** Which inputs the fuzzers make. */
export interface FuzzOptions {
  readonly seed: number;
  /** How many, over all targets; absent: as many as the part has by itself. */
  readonly inputs?: number | undefined;
  /** One input alone, as TARGET:NUMBER. */
  readonly again: string | null;
}

export interface Part {
  readonly name: string;
  readonly about: string;
  /** Whether it runs only when it is named. */
  readonly onlyNamed?: boolean;
  run(bench: Bench): Promise<PartResult>;
}

export const MNIST_IMAGES = 60_000;

/** Rounds of a sitting: as many as fit into so many seconds, within these bounds; two in a quick look. */
export const rounds = ({ quick }: Bench, seconds: number): Rounds =>
  quick ? { least: 2, most: 2, seconds } : { least: 3, most: 7, seconds };

export const PEERS_ABSENT = 'Keras and PyTorch are absent: npm run bench -- --peers installs them';
