import { frameBytes, inkBox, MNIST_FRAME } from './frame.ts';

/** x to the right, y downward, in any unit; finite. */
export type Point = readonly [x: number, y: number];

/** The pen's way from touching the paper to leaving it. One point is a dot. */
export type Stroke = readonly Point[];

/** Strokes in any order; where they were drawn and how large does not matter, but for a frame that keeps them as written. */
export type Drawing = readonly Stroke[];

/** Side of MNIST's image, in pixels. */
export const SIDE = MNIST_FRAME.width;

/** Side of the box that MNIST's ink is fitted into, in pixels. */
export const BOX = inkBox(MNIST_FRAME).width;

/** Bytes of one of MNIST's images: row by row, 0 paper to 255 ink. */
export const IMAGE_BYTES = frameBytes(MNIST_FRAME);

/** What happens to ink on its way to the model, for those who want to see it. All images are rows of bytes, 0 paper to 255 ink. */
export interface InkSteps {
  /** The ink's extent, half a pen's width around the strokes included, in the drawing's units. Null when there is no ink. */
  readonly bbox: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  /** Pixels of the fitted image for one unit of the drawing; 0 when there is no ink. */
  readonly scale: number;
  /** The pen's width in pixels, as drawn. */
  readonly penWidth: number;
  /** The ink, fitted with its proportions kept into the frame's box (see inkBox). */
  readonly fitted: Uint8Array;
  /** Centre of mass of `fitted`, in its own pixels (the middle of the first pixel is 0.5, 0.5). */
  readonly centreOfMass: Point;
  /** Where the fitted image's top left corner comes to lie in the frame. */
  readonly shift: Point;
  /** The frame's height x width: what the model sees. */
  readonly image: Uint8Array;
}
