import type { Frame, Framing, Task } from '../contract/schemas/task.ts';

/** MNIST's images: 28 x 28, the ink fitted into 20 x 20, its centre of mass in the middle. */
export const MNIST_FRAME: Frame = { height: 28, width: 28, framing: 'centred' };

/** Share of a frame's side that its ink is fitted into: MNIST's 20 of 28. */
const BOX_SHARE = 20 / 28;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of a frame that ink is fitted into: MNIST's margins for `centred`, all of it for `as-written`. In whole pixels. */
export function inkBox({ height, width, framing }: Frame): Size {
  if (framing === 'as-written') return { width, height };
  return { width: Math.round(BOX_SHARE * width), height: Math.round(BOX_SHARE * height) };
}

/** How many times larger than MNIST's a frame is, by its shorter side: pens grow with it. */
export const frameScale = ({ height, width }: Frame): number => Math.min(height, width) / MNIST_FRAME.width;

/** The images that a model of this task reads. */
export const frameOf = ({ task, framing }: { readonly task: Task; readonly framing: Framing }): Frame => ({
  height: task.inputShape[0],
  width: task.inputShape[1],
  framing,
});

/** Bytes of one image. */
export const frameBytes = ({ height, width }: Frame): number => height * width;
