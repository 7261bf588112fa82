import { biasOf, convolved, type Convolution } from './convolution.ts';

/** A picture for strokes: with room around them for windows of up to 9 pixels. */
const SIDE = 24;
/** Rows, or columns, that are ink: as thick as the pen of MNIST's images. */
const INK = [11, 12];

/** How strongly each filter answers to a stroke, beyond its bias: the largest value anywhere on a picture of one stroke. */
export interface StrokeAnswer {
  readonly horizontal: number;
  readonly vertical: number;
}

/** What the filters of a convolution over a single channel make of a horizontal and of a vertical stroke across a whole picture. */
export function strokeAnswers(convolution: Convolution): StrokeAnswer[] {
  const [horizontal, vertical] = [strokes('rows'), strokes('columns')];
  const inside: Convolution = { ...convolution, padding: 'valid', strides: [1, 1] };
  return Array.from({ length: convolution.filters }, (_, filter) => {
    const strongest = (image: ReturnType<typeof strokes>): number =>
      Math.max(...convolved(image, inside, filter)) - biasOf(convolution, filter);
    return { horizontal: strongest(horizontal), vertical: strongest(vertical) };
  });
}

/**
 * The filters that see horizontal strokes: that answer to one at least one and a half times as strongly as to a vertical one, and at least
 * half as strongly as the best of them do. Where no filter is so plain, the one with the greatest difference alone.
 */
export function horizontalFilters(answers: readonly StrokeAnswer[]): number[] {
  const best = Math.max(...answers.map(({ horizontal }) => horizontal));
  const plain = answers.flatMap(({ horizontal, vertical }, i) =>
    horizontal >= best / 2 && horizontal > 1.5 * Math.max(0, vertical) ? [i] : [],
  );
  if (plain.length > 0) return plain;
  const gains = answers.map(({ horizontal, vertical }) => horizontal - vertical);
  return [gains.indexOf(Math.max(...gains))];
}

function strokes(along: 'rows' | 'columns') {
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const at = along === 'rows' ? Math.floor(i / SIDE) : i % SIDE;
    return INK.includes(at) ? 1 : 0;
  });
  return { values, height: SIDE, width: SIDE, channels: 1 };
}
