import { lineImage, wholeImage } from '../page/line-image.ts';
import type { LineImage } from '../page/page.ts';
import { singleLine } from '../page/single-line.ts';
import type { Random } from '../random/random.ts';
import type { Line } from './compose.ts';
import { onPaper, type Disturbance } from './paper.ts';
import { photographed } from './photographed.ts';

/** The share of lines that are photographed; the others are scanned. */
const PHOTOGRAPHED = 0.45;

/**
 * A line as it is when it is read: scanned or photographed, cleaned and cut out, with or without the rules that it stands on (see lines-in-picture.ts).
 * Null: cleaning finds nothing.
 */
export function seenLine(random: Random, line: Line, chances: Disturbance): LineImage | null {
  const levels = onPaper(random, line, chances);
  const scan = { width: line.width, height: line.height, levels: Float32Array.from(levels, (level) => 255 - level) };
  const found = singleLine(random.chance(PHOTOGRAPHED) ? photographed(random, scan) : scan);
  const look = random.uniform();
  if (found === null || look < 0.7) return found?.image ?? null;
  const { page, line: its } = found;
  return look < 0.85 ? lineImage(page, its, page.plain) : wholeImage(page);
}
