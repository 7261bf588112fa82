import type { Size } from '../../../shared/ink/frame.ts';
import { loadSharp } from '../load-sharp.ts';

/** Text as it is printed: width x height bytes, 0 paper to 255 ink. */
export interface TextImage extends Size {
  readonly levels: Uint8Array;
}

/** Stands before the text while it is drawn, so that a full stop and an apostrophe come out at their own heights on the line. */
const BEFORE = 'Åg';

/** The part of a font's size that it takes, from the ring to the tail. */
const EXTENT = 1.22;

/**
 * One line of text, `height` pixels high from a capital's accent to a tail, drawn with the system's fonts: Pango finds one for
 * every script there is a font for. Null: it has no ink.
 */
export async function drawText(text: string, height: number): Promise<TextImage | null> {
  const fontSize = Math.max(4, Math.round(height / EXTENT));
  // The text is set apart, so that its own direction does not turn the line's.
  const line = await draw(`${BEFORE}\u2003\u2068${text}\u2069`, fontSize);
  const from = (await widthBefore(fontSize)) + Math.round(fontSize / 3);
  return trimmed(line, from);
}

const widths = new Map<number, number>();

/** How wide what stands before the text is, at a font's size; drawn once for each. */
async function widthBefore(fontSize: number): Promise<number> {
  const width = widths.get(fontSize) ?? (await draw(BEFORE, fontSize)).width;
  widths.set(fontSize, width);
  return width;
}

/** Pango's own markup is not for signs. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

async function draw(text: string, fontSize: number): Promise<TextImage> {
  const markup = text.replace(/[&<>]/g, (sign) => ENTITIES[sign]!);
  const image = loadSharp()({ text: { text: markup, font: `sans ${fontSize}`, dpi: 72 } });
  const { data, info } = await image.extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, levels: data };
}

/** What stands at `from` and to the right of it, without empty columns before and after. */
function trimmed({ levels, width, height }: TextImage, from: number): TextImage | null {
  const isInked = (x: number): boolean => {
    for (let y = 0; y < height; y++) if (levels[y * width + x]! > 0) return true;
    return false;
  };
  let [left, right] = [from, width - 1];
  while (left < width && !isInked(left)) left++;
  while (right > left && !isInked(right)) right--;
  if (left >= width) return null;
  const part = new Uint8Array((right - left + 1) * height);
  for (let y = 0; y < height; y++) {
    part.set(levels.subarray(y * width + left, y * width + right + 1), y * (right - left + 1));
  }
  return { width: right - left + 1, height, levels: part };
}
