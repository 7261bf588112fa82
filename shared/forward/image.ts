import type { Shape } from '../model/info.ts';
import { paddingOf, slideAlong, type Window } from '../model/layers/window.ts';

/** Images [height, width, channels], row by row, in plain arithmetic. */

/** Where a window of one axis begins for the output's first place, and how far apart its own places are. */
interface Along {
  readonly before: number;
  readonly stride: number;
  readonly rate: number;
  readonly size: number;
  readonly length: number;
  readonly count: number;
}

function along(axis: 0 | 1, window: Window, input: Shape, output: Shape): Along {
  const slide = slideAlong(window, axis);
  const [before] = paddingOf(input[axis]!, slide);
  return {
    before,
    stride: slide.stride,
    rate: slide.dilation,
    size: slide.size,
    length: input[axis]!,
    count: output[axis]!,
  };
}

/** Calls `visit` for each of the output's pixels and each pixel of its window that lies in the image: where their channels begin, and the window's place. */
function slideOver(
  slide: Window,
  input: Shape,
  output: Shape,
  visit: (to: number, from: number, place: number) => void,
): void {
  const [down, right] = [along(0, slide, input, output), along(1, slide, input, output)];
  const [channels, outputs] = [input[2]!, output[2]!];
  for (let row = 0; row < down.count; row++) {
    for (let column = 0; column < right.count; column++) {
      const to = (row * right.count + column) * outputs;
      for (let i = 0; i < down.size; i++) {
        const y = row * down.stride - down.before + i * down.rate;
        if (y < 0 || y >= down.length) continue;
        for (let k = 0; k < right.size; k++) {
          const x = column * right.stride - right.before + k * right.rate;
          if (x < 0 || x >= right.length) continue;
          visit(to, (y * right.length + x) * channels, i * right.size + k);
        }
      }
    }
  }
}

const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);

/** Kernel [height, width, in, filters]. */
export function convolve(
  x: Float32Array,
  kernel: Float32Array,
  slide: Window,
  input: Shape,
  output: Shape,
): Float32Array {
  const [channels, filters] = [input[2]!, output[2]!];
  const y = new Float32Array(sizeOf(output));
  slideOver(slide, input, output, (to, from, place) => {
    for (let c = 0; c < channels; c++) {
      const value = x[from + c]!;
      if (value === 0) continue;
      const own = (place * channels + c) * filters;
      for (let f = 0; f < filters; f++) y[to + f]! += value * kernel[own + f]!;
    }
  });
  return y;
}

/** Kernel [height, width, in, multiplier]: each channel by its own. */
export function convolveDepthwise(
  x: Float32Array,
  kernel: Float32Array,
  slide: Window,
  input: Shape,
  output: Shape,
): Float32Array {
  const [channels, outputs] = [input[2]!, output[2]!];
  const multiplier = outputs / channels;
  const y = new Float32Array(sizeOf(output));
  slideOver(slide, input, output, (to, from, place) => {
    for (let o = 0; o < outputs; o++)
      y[to + o]! += x[from + Math.floor(o / multiplier)]! * kernel[place * outputs + o]!;
  });
  return y;
}

export function maxPool(x: Float32Array, slide: Window, input: Shape, output: Shape): Float32Array {
  const channels = input[2]!;
  const y = new Float32Array(sizeOf(output)).fill(-Infinity);
  slideOver(slide, input, output, (to, from) => {
    for (let c = 0; c < channels; c++) if (x[from + c]! > y[to + c]!) y[to + c] = x[from + c]!;
  });
  return y;
}

/** The mean of what lies in the image: what a window has beyond its edge does not count. */
export function averagePool(x: Float32Array, slide: Window, input: Shape, output: Shape): Float32Array {
  const channels = input[2]!;
  const y = new Float32Array(sizeOf(output));
  const counts = new Float32Array(y.length);
  slideOver(slide, input, output, (to, from) => {
    for (let c = 0; c < channels; c++) {
      y[to + c]! += x[from + c]!;
      counts[to + c]! += 1;
    }
  });
  return y.map((sum, i) => sum / counts[i]!);
}

/** Zeros around an image, `top` rows above it and `left` columns before it. */
export function pad(x: Float32Array, top: number, left: number, input: Shape, output: Shape): Float32Array {
  const y = new Float32Array(sizeOf(output));
  const [row, wider] = [input[1]! * input[2]!, output[1]! * output[2]!];
  for (let i = 0; i < input[0]!; i++) y.set(x.subarray(i * row, (i + 1) * row), (top + i) * wider + left * input[2]!);
  return y;
}
