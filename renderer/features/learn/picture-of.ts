import type { LayerInfo } from '../../../shared/model/info.ts';
import { channelOf } from '../../../shared/learn/sliding.ts';
import type { Extent } from './cells.ts';
import { laidOut, laidOutAfter } from './laid-out.ts';

/** How a layer's output is shown: one of its feature maps, a sequence step by step, a vector laid out. `info`: the layer's own. */
export function extentOfOutput({ outputShape, ...info }: LayerInfo): Extent & { readonly channels: number } {
  const [height = 1, width = 1, channels = 1] = outputShape;
  if (outputShape.length === 3) return { rows: height, columns: width, channels };
  if (outputShape.length === 2) return { rows: height, columns: width, channels: 1 };
  return {
    ...(info.type === 'Flatten' ? laidOutAfter(height, { outputShape, ...info }) : laidOut(height)),
    channels: 1,
  };
}

/** The values of one channel, row by row. */
export const pictureOf = (
  { rows, columns, channels }: Extent & { readonly channels: number },
  values: Float32Array,
  channel: number,
): Float32Array => channelOf({ values, height: rows, width: columns, channels }, channel);
