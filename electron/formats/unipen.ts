import type { Point } from '../../shared/ink/types.ts';
import type { LabelledDrawing } from './labelled-drawings.ts';

/**
 * Drawings of a UNIPEN file (I. Guyon et al. 1994), line by line: each .SEGMENT has its label in quotes and is followed by
 * its pen strokes. Its y goes upward, ours downward. Throws RangeError for a line of coordinates that are none.
 */
export async function* unipenDrawings(lines: AsyncIterable<string>): AsyncGenerator<LabelledDrawing> {
  let label: string | null = null;
  let strokes: Point[][] = [];
  let isDown = false;
  for await (const line of lines) {
    const text = line.trim();
    if (text.startsWith('.SEGMENT')) {
      if (label !== null) yield { label, strokes };
      label = /"([^"]*)"/.exec(text)?.[1]?.trim() || null;
      strokes = [];
      isDown = false;
    } else if (text.startsWith('.PEN_DOWN')) {
      isDown = true;
      strokes.push([]);
    } else if (text.startsWith('.')) {
      if (text.startsWith('.PEN_UP')) isDown = false;
    } else if (isDown && text !== '') {
      strokes.at(-1)!.push(pointOf(text));
    }
  }
  if (label !== null) yield { label, strokes };
}

function pointOf(text: string): Point {
  const [x, y] = text.split(/\s+/).map(Number);
  if (x === undefined || y === undefined || !Number.isFinite(x + y)) throw new RangeError(text);
  return [x, -y];
}
