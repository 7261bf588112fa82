import type { Run } from '../contract/schemas/run.ts';
import { ARMS, type TransferCurves } from './transfer-curves.ts';

/** All that an experiment came to as plain data: what the command line prints and the window exports. Shares are from 0 to 1. */
export function transferFacts({ id, base, first, second, arms, count, done, state, finding }: TransferCurves) {
  return {
    experiment: { id, kind: 'transfer' as const, state, count, done, first, second },
    base: base && runFacts(base),
    points: ARMS.flatMap((arm) =>
      arms[arm].map(({ runs, perClass, images, accuracy, interval, intervalOf, seconds, trainable }) => ({
        arm,
        perClass,
        images,
        accuracy,
        interval95: interval,
        intervalOf,
        seconds,
        trainable,
        runs: runs.map(runFacts),
      })),
    ),
    finding,
  };
}

function runFacts({ id, status, spec, result }: Run) {
  const test = result?.tests[0];
  return {
    run: id,
    seed: spec.recipe.seed,
    status,
    accuracy: test?.accuracy ?? null,
    interval95: test?.interval95 ?? null,
    testImages: test?.n ?? null,
    seconds: result?.seconds ?? null,
  };
}

/** A row for each run, RFC 4180. */
export function transferCsv(curves: TransferCurves): string {
  const { base, points } = transferFacts(curves);
  const { trainable } = curves.arms.scratch[0] ?? { trainable: null };
  const all = [
    ...(base ? [{ arm: 'base', images: null, trainable, ...base }] : []),
    ...points.flatMap(({ arm, images, trainable, runs }) => runs.map((run) => ({ arm, images, trainable, ...run }))),
  ];
  const head = [
    'arm',
    'images per class',
    'run',
    'seed',
    'status',
    'accuracy',
    'low',
    'high',
    'test images',
    'seconds',
  ];
  const rows = all.map(({ arm, images, run, seed, status, accuracy, interval95, testImages, seconds, trainable }) =>
    [arm, images, run, seed, status, accuracy, ...(interval95 ?? [null, null]), testImages, seconds, trainable].join(),
  );
  return [[...head, 'parameters trained'].join(), ...rows, ''].join('\r\n');
}
