import { boxOf } from '../ink/box-of.ts';
import { SIDE } from '../ink/types.ts';

/** Histograms of stroke directions: a grid of cells over the image, directions in each. */
const GRID = 5;
const DIRECTIONS = 8;
/** Mean ink in a coarser grid. */
const COARSE = 7;
const STEP = SIDE / COARSE;
/** For each pixel along one axis its cell of the coarser grid. */
const COARSE_CELL = Uint8Array.from({ length: SIDE }, (_, i) => Math.floor(i / STEP));
/** Ink from this grey level on, where blots and gaps are counted. */
const INK = 96;

const HISTOGRAM = GRID * GRID * DIRECTIONS;
const WHOLE = 6;

/** How many numbers `shapeFeatures` gives. */
export const SHAPE_FEATURES = HISTOGRAM + COARSE * COARSE + 2 * COARSE + WHOLE;

/**
 * What the ink of a 28 x 28 image (see `shapeOf`) looks like, whatever it means: directions of its outlines by place, how
 * much ink is where, how many strokes each row and column crosses, and how many blots and holes it has. So even a model that
 * sees no shapes, such as softmax regression, gets a sense of what is no sign.
 *
 * The histograms are those of N. Dalal and B. Triggs (Histograms of Oriented Gradients, 2005): unsigned directions, each
 * pixel shared between the cells and directions around it, the whole to length 1.
 */
export function shapeFeatures(image: Uint8Array): Float32Array {
  const features = new Float32Array(SHAPE_FEATURES);
  directions(image, features);
  const coarse = HISTOGRAM;
  const runs = coarse + COARSE * COARSE;
  let total = 0;
  for (let y = 0, i = 0; y < SIDE; y++) {
    const row = COARSE_CELL[y]!;
    for (let x = 0; x < SIDE; x++, i++) {
      const grey = image[i]!;
      if (grey === 0) continue;
      const level = grey / 255;
      const column = COARSE_CELL[x]!;
      features[coarse + row * COARSE + column]! += level / (STEP * STEP);
      total += level;
      if (grey < INK) continue;
      if (x === 0 || image[i - 1]! < INK) features[runs + row]! += 1 / STEP;
      if (y === 0 || image[i - SIDE]! < INK) features[runs + COARSE + column]! += 1 / STEP;
    }
  }
  features.set(wholeOf(image, total), runs + 2 * COARSE);
  return features;
}

function directions(image: Uint8Array, features: Float32Array): void {
  let square = 0;
  for (let y = 1; y < SIDE - 1; y++) {
    for (let x = 1; x < SIDE - 1; x++) {
      const at = y * SIDE + x;
      const dx = image[at + 1]! - image[at - 1]!;
      const dy = image[at + SIDE]! - image[at - SIDE]!;
      if (dx === 0 && dy === 0) continue;
      const strength = Math.sqrt(dx * dx + dy * dy);
      const angle = ((Math.atan2(dy, dx) + 2 * Math.PI) % Math.PI) * (DIRECTIONS / Math.PI);
      const turn = Math.floor(angle) % DIRECTIONS;
      share(features, x, y, turn, strength * (1 - (angle % 1)));
      share(features, x, y, (turn + 1) % DIRECTIONS, strength * (angle % 1));
    }
  }
  for (let i = 0; i < HISTOGRAM; i++) square += features[i]! * features[i]!;
  if (square === 0) return;
  for (let i = 0; i < HISTOGRAM; i++) features[i] = Math.sqrt(features[i]! / Math.sqrt(square));
}

/** For each pixel along one axis the first of two cells around it, and how near it is to each. */
const CELLS = Array.from({ length: SIDE }, (_, i) => {
  const at = ((i + 0.5) / SIDE) * GRID - 0.5;
  const first = Math.floor(at);
  // At the edges there is one cell only.
  if (first < 0) return { first: 0, near: 1 - (first + 1 - at), far: 0 };
  if (first >= GRID - 1) return { first: GRID - 2, near: 0, far: 1 - (at - first) };
  return { first, near: 1 - (at - first), far: at - first };
});

/** Adds to the four cells around a pixel, to each by its nearness. */
function share(features: Float32Array, x: number, y: number, direction: number, strength: number): void {
  const column = CELLS[x]!;
  const row = CELLS[y]!;
  const at = (row.first * GRID + column.first) * DIRECTIONS + direction;
  const [upper, lower] = [strength * row.near, strength * row.far];
  features[at]! += upper * column.near;
  features[at + DIRECTIONS]! += upper * column.far;
  features[at + GRID * DIRECTIONS]! += lower * column.near;
  features[at + (GRID + 1) * DIRECTIONS]! += lower * column.far;
}

/** Share of ink, blots, holes, share of the largest blot, width and height of the ink. */
function wholeOf(image: Uint8Array, total: number): number[] {
  const inked = blotsOf(image, true);
  const paper = blotsOf(image, false);
  const box = boxOf(image, SIDE, SIDE, INK - 1) ?? { width: 0, height: 0 };
  const area = inked.reduce((sum, size) => sum + size, 0);
  const largest = inked.reduce((most, size) => Math.max(most, size), 0);
  // A hole or blot of one pixel says nothing.
  const count = (sizes: readonly number[]): number => Math.min(6, sizes.filter((size) => size > 1).length);
  return [
    total / image.length,
    count(inked),
    Math.max(0, count(paper) - 1),
    area === 0 ? 0 : largest / area,
    box.width / SIDE,
    box.height / SIDE,
  ];
}

/** A border around the image, so that no pixel lacks a neighbour. */
const WIDE = SIDE + 2;
/** Where the eight neighbours lie, those that share a side first. */
const NEIGHBOURS = [1, -1, WIDE, -WIDE, WIDE + 1, WIDE - 1, 1 - WIDE, -1 - WIDE];

/** Pixels of each joined area: of ink with all eight neighbours, of paper with the four that share a side. */
function blotsOf(image: Uint8Array, ofInk: boolean): number[] {
  // 1: to be counted. What was counted is taken away.
  const left = new Uint8Array(WIDE * WIDE);
  for (let y = 0, i = 0; y < SIDE; y++) {
    for (let x = 0, to = (y + 1) * WIDE + 1; x < SIDE; x++, i++, to++) left[to] = image[i]! >= INK === ofInk ? 1 : 0;
  }
  const stack = new Int16Array(image.length);
  const reach = ofInk ? 8 : 4;
  const sizes: number[] = [];
  for (let start = left.indexOf(1); start >= 0; start = left.indexOf(1, start + 1)) {
    let [size, top] = [0, 1];
    stack[0] = start;
    left[start] = 0;
    while (top > 0) {
      const pixel = stack[--top]!;
      size++;
      for (let n = 0; n < reach; n++) {
        const next = pixel + NEIGHBOURS[n]!;
        if (left[next] !== 1) continue;
        left[next] = 0;
        stack[top++] = next;
      }
    }
    sizes.push(size);
  }
  return sizes;
}
