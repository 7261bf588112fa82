import type { Frame } from '../contract/schemas/task.ts';
import { centreOfMass, place, shiftFor } from './centre.ts';
import { drawStrokes } from './coverage.ts';
import { extentOf, fitSheet, fitToBox, type Extent, type Fit } from './fit.ts';
import { frameBytes, inkBox, MNIST_FRAME } from './frame.ts';
import type { Drawing, InkSteps, Point } from './types.ts';

export interface InkOptions {
  /** In the drawing's units. Without it the pen is chosen for the size of the drawing, as wide as MNIST's. */
  readonly penWidth?: number | undefined;
  /** How many times as wide as usual the pen is that is chosen so, within MNIST's range. */
  readonly penTimes?: number | undefined;
  /** The images that are wanted; MNIST's without it. */
  readonly frame?: Frame | undefined;
  /** The pad, page or line that was written on, in the drawing's units, for frames that keep ink as written. The ink's own extent without it. */
  readonly sheet?: Extent | undefined;
}

/**
 * A drawing as a data set of the frame would hold it: height x width bytes, row by row, 0 paper to 255 ink. `centred`: as MNIST
 * has it, the ink fitted into a box with its proportions kept and its centre of mass in the middle, so that the same drawing
 * moved or scaled gives the same image. `as-written`: where and as large as it stands on its sheet. Blank for a drawing
 * without points. Throws `drawing-invalid` {stroke, point} for a coordinate that is no finite number. The one way from
 * strokes to a model, for pad, CLI, tests and the synthetic digits alike.
 */
export function rasterize(drawing: Drawing, options: InkOptions = {}): Uint8Array {
  return inkSteps(drawing, options).image;
}

/** The same, with every step on the way, for those who want to see what the model sees and why. */
export function inkSteps(drawing: Drawing, options: InkOptions = {}): InkSteps {
  const { frame = MNIST_FRAME } = options;
  const extent = extentOf(drawing);
  if (extent === null) return nothing(frame);
  const fit = fitOf(extent, frame, options);
  const fitted = drawStrokes(drawing, extent, fit, inkBox(frame));
  const centre = centreOfMass(fitted, inkBox(frame).width);
  const shift = frame.framing === 'centred' ? shiftFor(centre, frame) : ([0, 0] as const);
  const half = fit.penWidth / fit.scale / 2;
  return {
    bbox: { x: extent.x - half, y: extent.y - half, width: extent.width + 2 * half, height: extent.height + 2 * half },
    scale: fit.scale,
    penWidth: fit.penWidth,
    fitted,
    centreOfMass: centre,
    shift,
    image: place(fitted, shift, frame),
  };
}

function fitOf(extent: Extent, frame: Frame, { penWidth, penTimes, sheet }: InkOptions): Fit {
  const pen = { width: penWidth, times: penTimes };
  const isSheet = sheet !== undefined && sheet.width > 0 && sheet.height > 0;
  if (frame.framing === 'as-written' && isSheet) return fitSheet(extent, sheet, frame, pen);
  return fitToBox(extent, frame, pen);
}

function nothing(frame: Frame): InkSteps {
  const box = inkBox(frame);
  const middle: Point = [box.width / 2, box.height / 2];
  const shift: Point = [Math.floor((frame.width - box.width) / 2), Math.floor((frame.height - box.height) / 2)];
  const [fitted, image] = [new Uint8Array(box.width * box.height), new Uint8Array(frameBytes(frame))];
  return { bbox: null, scale: 0, penWidth: 0, centreOfMass: middle, shift, fitted, image };
}
