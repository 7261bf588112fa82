import type { LayerType } from '../contract/schemas/model.ts';

/** Without the batch: an image [height, width, channels], a sequence [steps, features] or a vector [n]. */
export type Shape = readonly number[];

/** A weight of a layer. `path` is LAYER/WEIGHT under Keras's own names. */
export interface WeightInfo {
  readonly path: string;
  readonly shape: Shape;
  /** Whether it is trained by gradients; moving averages are not. */
  readonly trainable: boolean;
}

export interface LayerInfo {
  /** Unique in the model. A layer inside a Residual has its block's name before it: `residual/conv2d`. */
  readonly name: string;
  readonly type: LayerType;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** In the order of files and checkpoints; of a Residual, its layers' and then its shortcut's. */
  readonly weights: readonly WeightInfo[];
  /** Numbers trained by gradients, and the others (moving averages), as Keras's summary counts them. */
  readonly trainable: number;
  readonly nonTrainable: number;
  /** Multiply-accumulates of one image's forward pass, in convolutions and matrix products; the rest is not counted. */
  readonly macs: number;
  /** Bytes of float32 outputs that a training step keeps of one image until this layer's gradients are done. */
  readonly activationBytes: number;
  /** The layers inside a Residual, in order; empty for all others. */
  readonly layers: readonly LayerInfo[];
}

export interface ModelInfo {
  readonly layers: readonly LayerInfo[];
  readonly outputShape: Shape;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly parameters: number;
  readonly macs: number;
  /** Times the batch size: the least memory that a training step's forward pass holds, bytes. */
  readonly activationBytes: number;
}

/** How many numbers a tensor of this shape has. */
export const elements = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** A shape in words: 28 × 28 × 1. */
export const shapeText = (shape: Shape): string => shape.join(' × ');
