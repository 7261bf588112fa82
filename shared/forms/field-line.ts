import type { FoundLine } from '../contract/schemas/reading.ts';
import { lineOn } from '../page/single-line.ts';
import { foundLine } from '../reading/lines-in-picture.ts';
import type { FieldCut } from './field-crop.ts';

/** The line that is written in a field, as a model of lines reads it; its place is in the crop's pixels. Null: nothing is written there. */
export function fieldLine({ width, height, ink, rules }: FieldCut): FoundLine | null {
  const size = { width, height };
  const found = lineOn({
    ...{ ...size, ink, plain: ink, rules, picture: size, toPicture: (x: number, y: number) => [x, y] },
    ...{ inverted: false, corners: null, turned: 0, steps: [] },
  });
  return found && foundLine(found.page, found.line, [found.image]);
}
