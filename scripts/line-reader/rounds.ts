import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { composeLines, type LineMemory } from '../../electron/trainer/data/line-set.ts';
import { stream } from '../../shared/random/random.ts';
import { learntLines, TASK, type Sources } from './signs.ts';

/** What a reader learns from, and in what order: a function of this alone. */
export interface RoundsOf {
  readonly sources: Sources;
  readonly seed: number;
  /** Lines that are composed for a round. */
  readonly fresh: number;
}

/** The share of lines that are taken from pictures, as they are when they are read. */
const SEEN = 0.6;

/** Composes rounds of lines in a thread of its own, each while the one before is learnt. */
export class Rounds {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (lines: LineMemory) => void>();

  constructor(of: RoundsOf) {
    this.worker = new Worker(new URL(import.meta.url), { workerData: of });
    this.worker.on('message', ({ round, lines }: { round: number; lines: LineMemory }) => {
      this.waiting.get(round)!(lines);
      this.waiting.delete(round);
    });
    // Nobody can go on without it.
    this.worker.on('error', (error) => {
      throw error;
    });
  }

  /** A round's lines, from 0. */
  compose(round: number): Promise<LineMemory> {
    this.worker.postMessage(round);
    return new Promise((resolve) => this.waiting.set(round, resolve));
  }

  end(): Promise<number> {
    return this.worker.terminate();
  }
}

if (!isMainThread) {
  const { sources, seed, fresh } = workerData as RoundsOf;
  const composer = learntLines(sources, SEEN);
  parentPort!.on('message', (round: number) => {
    const { images, strings } = composeLines(composer, stream(seed, 'lines', round), fresh, TASK);
    parentPort!.postMessage({ round, lines: { images, strings } }, [
      images.buffer as ArrayBuffer,
      strings.buffer as ArrayBuffer,
    ]);
  });
}
