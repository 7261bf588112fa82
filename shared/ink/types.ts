/** x to the right, y downward, in any unit; finite. */
export type Point = readonly [x: number, y: number];

/** The pen's way from touching the paper to leaving it. One point is a dot. */
export type Stroke = readonly Point[];

/** Strokes in any order; where they were drawn and how large does not matter. */
export type Drawing = readonly Stroke[];

/** Side of MNIST's image, in pixels. */
export const SIDE = 28;

/** Side of the box that the ink is fitted into, in pixels. */
export const BOX = 20;

/** Bytes of one image: 28 x 28, row by row, 0 paper to 255 ink. */
export const IMAGE_BYTES = SIDE * SIDE;

/** What happens to ink on its way to the model, for those who want to see it. All images are rows of bytes, 0 paper to 255 ink. */
export interface InkSteps {
  /** The ink's extent, half a pen's width around the strokes included, in the drawing's units. Null when there is no ink. */
  readonly bbox: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  /** Pixels of the fitted image for one unit of the drawing; 0 when there is no ink. */
  readonly scale: number;
  /** The pen's width in pixels, as drawn. */
  readonly penWidth: number;
  /** 20 x 20: the ink, fitted with its proportions kept. */
  readonly fitted: Uint8Array;
  /** Centre of mass of `fitted`, in its own pixels (the middle of the first pixel is 0.5, 0.5). */
  readonly centreOfMass: Point;
  /** Where the fitted image's top left corner comes to lie in the 28 x 28 image: 4, 4 would be the middle. */
  readonly shift: Point;
  /** 28 x 28: what the model sees. */
  readonly image: Uint8Array;
}
