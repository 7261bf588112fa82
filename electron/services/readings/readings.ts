import { basename } from 'node:path';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Prediction } from '../../../shared/contract/schemas/predict.ts';
import type {
  FoundLine,
  LineReading,
  Reading,
  ReadingKind,
  ReadingWish,
} from '../../../shared/contract/schemas/reading.ts';
import type { KindSureness, Sureness } from '../../../shared/contract/schemas/sureness.ts';
import type { Drawing } from '../../../shared/ink/types.ts';
import { joinBytes } from '../../../shared/join-bytes.ts';
import { LINE_HEIGHT } from '../../../shared/page/page.ts';
import type { Quarters } from '../../../shared/page/quarters.ts';
import { hasCodes } from '../../../shared/reading/check-digits.ts';
import { cutLine, imagesOf, type CutLine } from '../../../shared/reading/classic/classic-reading.ts';
import { lineInDrawing } from '../../../shared/reading/line-in-drawing.ts';
import { lineReading, withClassic } from '../../../shared/reading/line-reading.ts';
import { evidenceOf, isBetter, turnsToTry } from '../../../shared/reading/turns.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import type { TrainerLink } from '../../trainer-link/trainer-link.ts';
import type { Models } from '../models/models.ts';
import { surenessOf } from './sureness-file.ts';

export interface ReadingsDependencies {
  readonly models: Pick<Models, 'folderOf' | 'card' | 'predictFolder'>;
  readonly link: Pick<TrainerLink, 'call'>;
  readonly reader: Pick<ReaderLink, 'call'>;
}

export interface ReadOptions {
  /** The folder of a model of lines. */
  readonly folder: string;
  readonly classic: boolean;
  readonly looks: boolean;
  /** Quarters that a picture is turned to the right first; null: it is turned if it reads much better so. */
  readonly quarters: Quarters | null;
}

/** A page as it was read by the model of lines, in one position. */
interface Attempt {
  readonly page: PageLines;
  readonly kind: ReadingKind;
  readonly lines: LineReading[];
  readonly milliseconds: { readonly page: number; readonly model: number };
}

type PageLines = Omit<Reading, 'kind' | 'lines' | 'milliseconds'> & { lines: FoundLine[]; milliseconds: number };

/** A picture of a page in a file, or a drawing of one line. */
export type ReadSource = { readonly path: string; readonly part: number } | { readonly strokes: Drawing };

/** A line, and what it is to be. */
export interface LineToRead {
  readonly found: FoundLine;
  readonly wish: ReadingWish;
}

/** Lines a call to the trainer, and images of single signs. */
const LINES_TOGETHER = 50;
const SIGNS_TOGETHER = 512;

/** Reads what is written in lines. */
export class Readings {
  private readonly deps: ReadingsDependencies;

  constructor(deps: ReadingsDependencies) {
    this.deps = deps;
  }

  /** As `readings.read` says. */
  async read(source: ReadSource, wish: ReadingWish, options: ReadOptions, signal?: CancelSignal): Promise<Reading> {
    const first = await this.attempt(source, wish, options, options.quarters ?? 0, signal);
    const isFree = options.quarters === null && 'path' in source;
    const { page, kind, lines, milliseconds } = isFree
      ? await this.turned(first, source, wish, options, signal)
      : first;
    const began = performance.now();
    const found = page.lines.map((one) => ({ found: one, wish: { ...wish, kind } }));
    return {
      ...{ kind, size: page.size, cleaning: page.cleaning, looks: page.looks },
      lines: options.classic ? await this.classically(found, lines, signal) : lines,
      milliseconds: { ...milliseconds, classic: options.classic ? performance.now() - began : 0 },
    };
  }

  /** The lines in a picture or a drawing. Throws as `readings.read` does of wishes, `cancelled`, and what keeps the file from being read. */
  async linesOf(
    source: ReadSource,
    wish: ReadingWish,
    { looks, quarters }: { readonly looks: boolean; readonly quarters: Quarters },
    signal?: CancelSignal,
  ): Promise<PageLines> {
    checkWish(wish);
    if ('path' in source) {
      const { path, part } = source;
      const asked = { path, name: basename(path), part, single: isSingle(wish), looks, quarters };
      return this.deps.reader.call('lines.find', asked, { signal });
    }
    const began = performance.now();
    const line = lineInDrawing(source.strokes);
    const milliseconds = performance.now() - began;
    return { size: null, lines: line ? [line] : [], cleaning: null, looks: [], milliseconds };
  }

  private async attempt(
    source: ReadSource,
    wish: ReadingWish,
    { folder, looks }: ReadOptions,
    quarters: Quarters,
    signal?: CancelSignal,
  ): Promise<Attempt> {
    const page = await this.linesOf(source, wish, { looks, quarters }, signal);
    const kind = wish.kind ?? (page.lines.length > 1 ? 'page' : 'line');
    const lines = page.lines.map((found) => ({ found, wish: { ...wish, kind } }));
    const read = await this.readLines(lines, folder, signal);
    return { page, kind, lines: read.lines, milliseconds: { page: page.milliseconds, model: read.milliseconds } };
  }

  /** A page that reads badly may lie on its side or upside down: the best of how it can be turned, or as it came. */
  private async turned(
    first: Attempt,
    source: ReadSource,
    wish: ReadingWish,
    options: ReadOptions,
    signal?: CancelSignal,
  ): Promise<Attempt> {
    let best = first;
    const spent = { ...first.milliseconds };
    for (const quarters of turnsToTry(first.lines, isSingle(wish))) {
      const other = await this.attempt(source, wish, options, quarters, signal);
      spent.page += other.milliseconds.page;
      spent.model += other.milliseconds.model;
      if (isBetter(other.lines, first.lines) && evidenceOf(other.lines) > evidenceOf(best.lines)) best = other;
      if (best === other && turnsToTry(best.lines, isSingle(wish)).length === 0) break;
    }
    return { ...best, milliseconds: spent };
  }

  /**
   * Reads lines that were found already, each as its own kind. Throws as `readings.read` does of wishes and models, `cancelled` when the
   * signal aborts, and what keeps the trainer from starting.
   */
  async readLines(
    lines: readonly LineToRead[],
    folder: string,
    signal?: CancelSignal,
  ): Promise<{ lines: LineReading[]; milliseconds: number }> {
    for (const { wish } of lines) checkWish(wish);
    const sureness = await surenessOf(folder, await this.deps.models.card(folder));
    const read: LineReading[] = [];
    const began = performance.now();
    for (let start = 0; start < lines.length; start += LINES_TOGETHER)
      read.push(...(await this.answers(folder, lines.slice(start, start + LINES_TOGETHER), sureness, signal)));
    return { lines: read, milliseconds: performance.now() - began };
  }

  private async answers(
    folder: string,
    lines: readonly LineToRead[],
    sureness: Sureness | null,
    signal?: CancelSignal,
  ): Promise<LineReading[]> {
    const looks = lines.flatMap(({ found }) => [found, ...found.others]);
    const images = {
      height: LINE_HEIGHT,
      widths: looks.map(({ width }) => width),
      ink: joinBytes(looks.map(({ ink }) => ink)),
    };
    const { classes, logits, steps } = await this.deps.link.call(
      'model.readLines',
      { folder, lines: images },
      signal && { signal },
    );
    const read: LineReading[] = [];
    let next = 0;
    for (const { found, wish } of lines) {
      await breath(signal);
      const own = logits.slice(next, (next += 1 + found.others.length));
      const answers = own.map((each) => ({ classes, logits: each, steps }));
      read.push(lineReading(found, answers, wish, surenessFor(sureness, wish)));
    }
    return read;
  }

  /** The same lines, each with what single signs come to. */
  private async classically(
    lines: readonly LineToRead[],
    read: readonly LineReading[],
    signal?: CancelSignal,
  ): Promise<LineReading[]> {
    const folder = this.deps.models.folderOf('starter');
    const { task } = await this.deps.models.card(folder);
    const cut: (CutLine | null)[] = [];
    for (const { found } of lines) {
      await breath(signal);
      cut.push(cutLine(found));
    }
    const images = cut.flatMap((line) => (line ? imagesOf(line) : []));
    const signs: Prediction[] = [];
    for (let start = 0; start < images.length; start += SIGNS_TOGETHER) {
      const some = joinBytes(images.slice(start, start + SIGNS_TOGETHER));
      signs.push(...(await this.deps.models.predictFolder(folder, some, signal)).items);
    }
    let next = 0;
    return lines.map(({ found, wish }, i) => {
      const line = cut[i];
      if (!line) return read[i]!;
      const predictions = signs.slice(next, (next += imagesOf(line).length));
      return withClassic(read[i]!, found, wish, { line, predictions, classes: task.classes });
    });
  }
}

/** Whether one line of a picture is meant. */
const isSingle = ({ kind }: ReadingWish): boolean => kind !== null && kind !== 'page';

/** Throws `code-length` {length, check} for a code that there is none of. */
function checkWish({ kind, length, check }: ReadingWish): void {
  if (kind === 'code' && length !== null && !hasCodes(check, length))
    throw new AppError('code-length', { length, check });
}

/** What is known of a kind; a page's lines are lines like any other. */
const surenessFor = (sureness: Sureness | null, { kind }: ReadingWish): KindSureness | null =>
  sureness?.kinds[kind === null || kind === 'page' ? 'line' : kind] ?? null;

/** Lets the host do other things between two lines, each of which takes some milliseconds. */
async function breath(signal?: CancelSignal): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (signal) refuseIfAborted(signal);
}
