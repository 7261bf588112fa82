import * as tf from '@tensorflow/tfjs-core';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LossSliceQuestion } from '../../../shared/contract/gradient-questions.ts';
import type { LossSlice } from '../../../shared/contract/schemas/optimizer-step.ts';
import type { Optimizer as OptimizerSpec } from '../../../shared/contract/schemas/recipe.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import { refuseIfAborted } from '../../../shared/rpc/cancel.ts';
import { nextTurn } from '../fit/next-turn.ts';
import { readBack } from '../ops/read-back.ts';
import { Descent } from './descent.ts';
import { batchOf, lossOf, trainableOf, type LabelledBatch, type LossSubject } from './loss-subject.ts';
import { Plane, wayFrom, type WeightVector } from './plane.ts';
import { sliceImages } from './slice-images.ts';

/** Points along each side of the slice. */
const SIDE = 21;
/** Beyond the paths, as a share of their extent. */
const MARGIN = 0.25;

type Point = LossSlice['paths'][number]['points'][number];

/** The paths that optimizers take on the subject's image and some others, and the loss on the plane that they lie in. Throws as `models.lossSlice` says. */
export async function lossSlice(
  subject: LossSubject,
  { optimizers, steps }: Pick<LossSliceQuestion, 'optimizers' | 'steps'>,
  signal: CancelSignal,
  tell: (done: number, total: number) => void,
): Promise<LossSlice> {
  const { images, labels } = sliceImages(subject);
  const batch = batchOf(subject.model, images, labels);
  const variables = trainableOf(subject.model);
  const start = tf.tidy(() => variables.map((variable) => variable.read()));
  let done = 0;
  const total = (2 + optimizers.length) * steps + SIDE * SIDE;
  const tick = async (): Promise<void> => {
    tell(++done, total);
    await nextTurn();
    refuseIfAborted(signal);
  };
  /** From the start on, step by step; false of `before` ends it, as does a loss that is not finite. */
  const descend = async (spec: OptimizerSpec, before: (loss: () => Promise<number>) => Promise<boolean>) => {
    variables.forEach((variable, i) => variable.assign(start[i]!));
    const descent = new Descent(subject.model, batch, spec);
    try {
      for (let i = 0; i < steps; i++) {
        if (!(await before(() => descent.loss()))) return;
        if (!(await descent.step()).applied) return;
        await tick();
      }
      await before(() => descent.loss());
    } finally {
      descent.dispose();
    }
  };
  const ends: WeightVector[] = [];
  /** The way to the last place where there is a loss. */
  const endOf = async (spec: OptimizerSpec, i: number): Promise<WeightVector> => {
    await descend(spec, async (lossNow) => {
      if (!Number.isFinite(await lossNow())) return false;
      tf.dispose([...(ends[i] ?? [])]);
      ends[i] = tf.tidy(() => wayFrom(start, variables));
      return true;
    });
    if (ends[i] === undefined) throw new AppError('model-not-finite');
    return ends[i];
  };
  let plane: Plane | null = null;
  try {
    plane = await Plane.through(start, [await endOf(optimizers[0]!, 0), await endOf(optimizers[1]!, 1)]);
    const own = plane;
    const paths: Point[][] = [];
    for (const spec of optimizers) {
      const points: Point[] = [];
      await descend(spec, async (lossNow) => {
        const [place, loss] = [await own.place(variables), await lossNow()];
        const finite = [place.x, place.y, place.off, loss].every(Number.isFinite);
        if (finite) points.push({ ...place, loss });
        return finite;
      });
      paths.push(points);
    }
    const frame = frameAround(paths.slice(0, 2).flat());
    const losses = await lossesOn(subject, batch, { plane: own, ...frame }, tick);
    return {
      others: labels.length - 1,
      ...frame,
      ...{ columns: SIDE, rows: SIDE, losses: bytesOfFloats(losses) },
      paths: paths.map((points) => ({ points })),
    };
  } finally {
    // Once there is a plane, the start is its origin.
    if (plane) plane.dispose();
    else tf.dispose(start);
    tf.dispose([batch.x, batch.targets, ...ends.flat()]);
  }
}

type Frame = Pick<LossSlice, 'left' | 'right' | 'bottom' | 'top'>;

/** A square around the points: both axes are of one unit, so that right angles are seen as such. */
function frameAround(points: readonly Point[]): Frame {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  const extent = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  // Paths without any length are one point, and have to lie in some square.
  const half = (0.5 + MARGIN) * (Math.max(extent(xs), extent(ys)) || 1);
  const [x, y] = [middle(xs), middle(ys)];
  return { left: x - half, right: x + half, bottom: y - half, top: y + half };
}

async function lossesOn(
  { model }: LossSubject,
  batch: LabelledBatch,
  { plane, left, right, bottom, top }: Frame & { readonly plane: Plane },
  tick: () => Promise<void>,
): Promise<Float32Array> {
  const losses = new Float32Array(SIDE * SIDE);
  const variables = trainableOf(model);
  for (let i = 0; i < losses.length; i++) {
    const x = left + ((right - left) * (i % SIDE)) / (SIDE - 1);
    const y = bottom + ((top - bottom) * Math.floor(i / SIDE)) / (SIDE - 1);
    const [loss] = await readBack(() => {
      const weights = new Map(plane.at(x, y).map((value, place) => [variables[place]!, value]));
      return lossOf(model, batch, (variable) => weights.get(variable) ?? variable.read());
    });
    losses[i] = Number.isFinite(loss) ? loss! : Infinity;
    await tick();
  }
  return losses;
}
