import type { PenPoint } from '../contract/schemas/hand.ts';
import type { PenDrawing } from '../ink/change-strokes.ts';

/**
 * The drawings behind a data set's images, as a file holds them: little-endian float64 numbers, for each image in turn how many
 * strokes it has (0: it has none, and no more numbers), whether it has a sheet, that sheet's x, y, width and height if so, and for each
 * stroke how many points it has, whether they have times, and for each point x, y and the time if so.
 */
export function pensToBytes(pens: readonly (PenDrawing | null)[]): Uint8Array {
  const numbers: number[] = [];
  for (const pen of pens) {
    if (pen === null) numbers.push(0);
    else putDrawing(numbers, pen);
  }
  const bytes = new Uint8Array(8 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, i) => view.setFloat64(8 * i, value, true));
  return bytes;
}

function putDrawing(numbers: number[], { strokes, sheet }: PenDrawing): void {
  numbers.push(strokes.length);
  if (sheet) numbers.push(1, sheet.x, sheet.y, sheet.width, sheet.height);
  else numbers.push(0);
  for (const stroke of strokes) {
    const isTimed = stroke.every((point) => point.length === 3);
    numbers.push(stroke.length, isTimed ? 1 : 0);
    for (const [x, y, time] of stroke) {
      if (isTimed) numbers.push(x, y, time!);
      else numbers.push(x, y);
    }
  }
}

/** The drawings in a file: they are taken apart one by one, when somebody asks, since a large hand's would fill the memory as objects. */
export interface Pens {
  readonly count: number;
  /** Null: the image was not drawn with a pen. */
  at(index: number): PenDrawing | null;
}

/** The way back. Null for bytes that are no such file. */
export function pensFromBytes(bytes: Uint8Array): Pens | null {
  if (bytes.length % 8 !== 0) return null;
  const reading = new Numbers(bytes);
  const starts: number[] = [];
  while (!reading.atEnd) {
    starts.push(reading.place);
    if (!skipDrawing(reading)) return null;
  }
  return {
    count: starts.length,
    at(index) {
      reading.place = starts[index]!;
      return takeDrawing(reading);
    },
  };
}

/** Numbers one after the other; NaN behind the last. */
class Numbers {
  place = 0;
  private readonly view: DataView;
  private readonly count: number;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.count = bytes.length / 8;
  }

  get atEnd(): boolean {
    return this.place >= this.count;
  }

  take(): number {
    const at = 8 * this.place++;
    return this.place > this.count ? NaN : this.view.getFloat64(at, true);
  }

  /** Passes over so many; false if there are not so many, or they are not finite. */
  skip(count: number): boolean {
    if (!(count <= this.count - this.place)) return false;
    for (let i = 0; i < count; i++) if (!Number.isFinite(this.take())) return false;
    return true;
  }
}

/** Whether a whole drawing came. */
function skipDrawing(numbers: Numbers): boolean {
  const strokes = numbers.take();
  if (strokes === 0) return true;
  const hasSheet = numbers.take();
  if (!isCount(strokes) || !isFlag(hasSheet) || !numbers.skip(4 * hasSheet)) return false;
  for (let i = 0; i < strokes; i++) {
    const [points, isTimed] = [numbers.take(), numbers.take()];
    if (!isCount(points) || !isFlag(isTimed) || !numbers.skip(points * (2 + isTimed))) return false;
  }
  return true;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
const isFlag = (value: number): boolean => value === 0 || value === 1;

function takeDrawing(numbers: Numbers): PenDrawing | null {
  const count = numbers.take();
  if (count === 0) return null;
  const sheet =
    numbers.take() === 1
      ? { x: numbers.take(), y: numbers.take(), width: numbers.take(), height: numbers.take() }
      : undefined;
  const strokes = Array.from({ length: count }, () => {
    const [points, isTimed] = [numbers.take(), numbers.take() === 1];
    return Array.from({ length: points }, (): PenPoint => {
      const [x, y] = [numbers.take(), numbers.take()];
      return isTimed ? [x, y, numbers.take()] : [x, y];
    });
  });
  return { strokes, sheet };
}
