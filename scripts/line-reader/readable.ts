import { copyLine, linesIn, roomForLines, signsOf, type LineMemory } from '../../electron/trainer/data/line-set.ts';
import { ModelCache } from '../../electron/trainer/evaluate/model-cache.ts';
import { readLines } from '../../electron/trainer/evaluate/read-lines.ts';
import { ctcTables } from '../../shared/reading/ctc.ts';
import { emissionsOf } from '../../shared/reading/emissions.ts';
import { TASK } from './signs.ts';

/** A line whose text is less probable than this, as a logarithm, is one that nobody can tell from another. */
const LEAST = -5;

const [height, width] = TASK.inputShape;

/**
 * Lines without those that a trained reader cannot read at all. They are one in twenty of what is composed and have half of the
 * loss: what a model learns from them is to doubt.
 */
export class Readable {
  private readonly cache = new ModelCache();
  private readonly judge: string;

  /** `judge`: the folder of the trained reader. */
  constructor(judge: string) {
    this.judge = judge;
  }

  async of(lines: LineMemory): Promise<LineMemory> {
    const { logits, classes } = await this.cache.use(this.judge, (model) =>
      readLines(model, {
        height,
        widths: new Array<number>(linesIn(lines)).fill(width),
        ink: Uint8Array.from(lines.images),
      }),
    );
    const kept = logits.flatMap((each, n) =>
      ctcTables(emissionsOf(each, classes.length), signsOf(lines, n)).log >= LEAST ? [n] : [],
    );
    const memory = roomForLines(kept.length, TASK);
    kept.forEach((n, place) => copyLine(lines, n, memory, place));
    return memory;
  }
}
