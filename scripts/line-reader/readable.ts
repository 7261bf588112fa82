import { LONGEST, type LineMemory } from '../../electron/trainer/data/line-set.ts';
import { ModelCache } from '../../electron/trainer/evaluate/model-cache.ts';
import { readLines } from '../../electron/trainer/evaluate/read-lines.ts';
import { elements } from '../../shared/model/info.ts';
import { ctcTables } from '../../shared/reading/ctc.ts';
import { emissionsOf } from '../../shared/reading/emissions.ts';
import { TASK } from './signs.ts';

/** A line whose text is less probable than this, as a logarithm, is one that nobody can tell from another. */
const LEAST = -5;

const [height, width] = TASK.inputShape;
const BYTES = elements(TASK.inputShape);

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

  async of({ images, strings }: LineMemory): Promise<LineMemory> {
    const count = images.length / BYTES;
    const { logits, classes } = await this.cache.use(this.judge, (model) =>
      readLines(model, { height, widths: new Array<number>(count).fill(width), ink: Uint8Array.from(images) }),
    );
    const kept = logits.flatMap((each, line) => {
      const text = strings.subarray(line * LONGEST, (line + 1) * LONGEST).filter((sign) => sign >= 0);
      return ctcTables(emissionsOf(each, classes.length), [...text]).log >= LEAST ? [line] : [];
    });
    const memory = {
      images: new Uint8Array(kept.length * BYTES),
      strings: new Int16Array(kept.length * LONGEST),
    };
    kept.forEach((line, n) => {
      memory.images.set(images.subarray(line * BYTES, (line + 1) * BYTES), n * BYTES);
      memory.strings.set(strings.subarray(line * LONGEST, (line + 1) * LONGEST), n * LONGEST);
    });
    return memory;
  }
}
