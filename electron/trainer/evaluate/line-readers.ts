import { atWidth } from '../../../shared/model/line-model.ts';
import { buildModel, type Model } from '../model/build-model.ts';
import { createEagerReader } from './eager-reader.ts';
import { createReader } from './create-reader.ts';
import type { Reader } from './reader.ts';

/** Of as many widths a model's readers are kept. */
const KEPT = 6;

/**
 * A graph takes a second or two to make, which lines read op by op (some 50 ms each) do not repay before there are so many of them. In
 * a graph a line takes 5 ms.
 */
const WORTH_A_GRAPH = 32;

interface Entry {
  readonly model: Model;
  reader: Reader;
  /** Lines so far. */
  lines: number;
}

/** Readers with one model's weights for lines of any width. */
export class LineReaders {
  private readonly model: Model;
  private readonly entries = new Map<number, Entry>();

  /** `model` lives at least as long. */
  constructor(model: Model) {
    this.model = model;
  }

  /** For `lines` more lines of a reading width. It is good until the next call. */
  at(width: number, lines: number): Reader {
    const known = this.entries.get(width);
    // A Map keeps the order of insertion: its first is the one that was not used for longest.
    if (known) this.entries.delete(width);
    const entry = known ?? this.make(width);
    this.entries.set(width, entry);
    if (this.entries.size > KEPT) this.forget(this.entries.keys().next().value!);
    const before = entry.lines;
    entry.lines += lines;
    if (before < WORTH_A_GRAPH && entry.lines >= WORTH_A_GRAPH) {
      entry.reader.dispose();
      entry.reader = createReader(entry.model);
    }
    return entry.reader;
  }

  dispose(): void {
    for (const width of [...this.entries.keys()]) this.forget(width);
  }

  private make(width: number): Entry {
    const model = buildModel(atWidth(this.model.spec, width), 0);
    model.variables.forEach((variable, i) => variable.write(this.model.variables[i]!.values()));
    return { model, reader: createEagerReader(model, (weight) => weight, 'logits'), lines: 0 };
  }

  private forget(width: number): void {
    const entry = this.entries.get(width);
    this.entries.delete(width);
    entry?.reader.dispose();
    entry?.model.dispose();
  }
}
