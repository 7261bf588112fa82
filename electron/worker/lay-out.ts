import { UMAP } from 'umap-js';
import { neighbourTable } from '../../shared/evaluation/neighbour-table.ts';
import { principalComponents, type Table } from '../../shared/evaluation/principal-components.ts';
import { type Random, stream } from '../../shared/random/random.ts';

/** Of the features; what a classifier knows of its images lies in fewer. Enough for neighbours, and quick to measure. */
const COMPONENTS = 30;
const NEIGHBOURS = 15;
/** How close UMAP lets points come to each other: a good model's classes would shrink to dots, and there would be nothing to see in them. */
const LEAST_DISTANCE = 0.6;
const EPOCHS = 300;
/** Fewer points than these have no neighbourhoods to speak of: they are laid out along their principal components. */
const LEAST = 4;
const SEED = 7;
/** How far from the middle the first layout goes, and how far it is shaken, for points that are the same. UMAP's own unit. */
const [REACH, SHAKEN] = [10, 0.01];

/**
 * Lays rows of features out in a plane, like ones close to each other: principal components, exact neighbours, then UMAP (McInnes,
 * Healy and Melville, 2018), begun at the first two components, so that far is far too. The same rows give the same points. Gives x
 * and y of each row, 0 to 1, in one unit. Yields the share that is done, many times a second.
 */
export function* layOut(features: Table): Generator<number, Float32Array> {
  const random = stream(SEED, 'map');
  const components = yield* within(0, 0.25, principalComponents(features, COMPONENTS, random));
  const rows = rowsOf(components);
  if (rows.length < LEAST) return framed(firstTwo(rows));
  const nNeighbors = Math.min(NEIGHBOURS, rows.length - 1);
  const { indices, distances } = yield* within(0.25, 0.4, neighbourTable(components, nNeighbors));
  const umap = new UMAP({ nNeighbors, nEpochs: EPOCHS, minDist: LEAST_DISTANCE, random: () => random.uniform() });
  umap.setPrecomputedKNN(indices, distances);
  const epochs = umap.initializeFit(rows);
  // The points themselves, not copies: UMAP would begin at random ones.
  const points = umap.getEmbedding();
  begin(points, firstTwo(rows), random);
  yield 0.45;
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    yield 0.45 + (0.55 * (epoch + 1)) / epochs;
  }
  return framed(points);
}

/** A part of the work, as its share of the whole. */
function* within<T>(from: number, to: number, part: Generator<number, T>): Generator<number, T> {
  let step = part.next();
  while (!step.done) {
    yield from + (to - from) * step.value;
    step = part.next();
  }
  return step.value;
}

function rowsOf({ values, width }: Table): number[][] {
  const count = width === 0 ? 0 : values.length / width;
  return Array.from({ length: count }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
}

const firstTwo = (rows: readonly number[][]): number[][] => rows.map(([x = 0, y = 0]) => [x, y]);

function begin(points: number[][], at: readonly number[][], random: Random): void {
  const far = at.reduce((most, [x, y]) => Math.max(most, Math.abs(x!), Math.abs(y!)), 0);
  const scale = far > 0 ? REACH / far : 0;
  points.forEach((point, i) => {
    for (const axis of [0, 1]) point[axis] = at[i]![axis]! * scale + random.normal(0, SHAKEN);
  });
}

/** In a square from 0 to 1, in its middle. */
function framed(points: readonly number[][]): Float32Array {
  const low = [0, 1].map((axis) => points.reduce((least, point) => Math.min(least, point[axis]!), Infinity));
  const high = [0, 1].map((axis) => points.reduce((most, point) => Math.max(most, point[axis]!), -Infinity));
  const extent = Math.max(high[0]! - low[0]!, high[1]! - low[1]!);
  const scale = extent > 0 ? 1 / extent : 0;
  const place = (value: number, axis: number): number =>
    Math.min(1, Math.max(0, 0.5 + (value - (low[axis]! + high[axis]!) / 2) * scale));
  return Float32Array.from(points.flatMap(([x, y]) => [place(x!, 0), place(y!, 1)]));
}
