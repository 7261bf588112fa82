import { centreOfMass, place, shiftFor } from './centre.ts';
import { drawStrokes } from './coverage.ts';
import { extentOf, fitToBox } from './fit.ts';
import { BOX, IMAGE_BYTES, type Drawing, type InkSteps } from './types.ts';

export interface InkOptions {
  /** In the drawing's units. Without it the pen is chosen for the size of the drawing, as wide as MNIST's. */
  readonly penWidth?: number | undefined;
}

/**
 * A drawing as MNIST would hold it: 784 bytes, 28 x 28 row by row, 0 paper to 255 ink, the ink fitted into 20 x 20 with its
 * proportions kept and its centre of mass in the middle. Blank for a drawing without points. The same drawing moved or
 * scaled gives the same image. Throws `drawing-invalid` {stroke, point} for a coordinate that is no finite number.
 * The one way from strokes to a model, for pad, CLI, tests and the synthetic digits alike.
 */
export function rasterize(drawing: Drawing, options: InkOptions = {}): Uint8Array {
  return inkSteps(drawing, options).image;
}

/** The same, with every step on the way, for those who want to see what the model sees and why. */
export function inkSteps(drawing: Drawing, options: InkOptions = {}): InkSteps {
  const extent = extentOf(drawing);
  if (extent === null) {
    const middle = BOX / 2;
    const nothing = { fitted: new Uint8Array(BOX * BOX), image: new Uint8Array(IMAGE_BYTES) };
    return { bbox: null, scale: 0, penWidth: 0, centreOfMass: [middle, middle], shift: [4, 4], ...nothing };
  }
  const fit = fitToBox(extent, options.penWidth);
  const fitted = drawStrokes(drawing, extent, fit);
  const centre = centreOfMass(fitted, BOX);
  const shift = shiftFor(centre);
  const half = fit.penWidth / fit.scale / 2;
  return {
    bbox: { x: extent.x - half, y: extent.y - half, width: extent.width + 2 * half, height: extent.height + 2 * half },
    scale: fit.scale,
    penWidth: fit.penWidth,
    fitted,
    centreOfMass: centre,
    shift,
    image: place(fitted, shift),
  };
}
