import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { calibrate, calibrateForUse } from '../../electron/trainer/known/calibrate.ts';
import { knownFrom, type Calibration } from '../../shared/known/known-from.ts';
import { detectorFrom, detectorTensors } from '../../electron/trainer/known/detector-file.ts';
import { detect, logOdds, type Detector } from '../../shared/known/detector.ts';
import { evidenceOf, evidenceSize, shapeEvidence } from '../../shared/known/evidence.ts';
import { SHAPE_FEATURES, shapeFeatures } from '../../shared/known/shape-features.ts';
import { DamagedFile } from '../../electron/trainer/formats/safetensors.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import { stream } from '../../shared/random/random.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { readMnist } from '../fixtures/mnist.ts';

const { images, labels } = readMnist('test');
const digit = (label: number): Uint8Array => {
  const i = labels.indexOf(label);
  return images.subarray(i * 784, (i + 1) * 784);
};

describe('shape features', () => {
  it('are finite for every image, and count blots and holes', () => {
    const whole = (image: Uint8Array): number[] => [...shapeFeatures(image).subarray(-6)];
    for (const image of [digit(8), new Uint8Array(784), new Uint8Array(784).fill(255)]) {
      expect(shapeFeatures(image).length).toBe(SHAPE_FEATURES);
      expect(shapeFeatures(image).every(Number.isFinite)).toBe(true);
    }
    expect(whole(digit(0))[2]).toBe(1);
    expect(whole(digit(1))[2]).toBe(0);
    const two = new Uint8Array(784);
    for (const x of [6, 20]) for (let y = 5; y < 20; y++) two.fill(255, y * 28 + x, y * 28 + x + 3);
    expect(whole(two)[1]).toBe(2);
    expect(whole(two)[3]).toBeCloseTo(0.5, 5);
  });

  it('tell level strokes from upright ones', () => {
    const [level, upright] = [new Uint8Array(784), new Uint8Array(784)];
    for (let i = 4; i < 24; i++) {
      for (let k = 12; k < 15; k++) [level[k * 28 + i], upright[i * 28 + k]] = [255, 255];
    }
    const [a, b] = [shapeFeatures(level), shapeFeatures(upright)];
    expect(a.some((value, i) => Math.abs(value - b[i]!) > 0.1)).toBe(true);
  });
});

describe('evidence', () => {
  it('has one size whatever the image, and looks at no more than 1,024 of a large model’s numbers', () => {
    const values = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i));
    const shape = shapeEvidence(digit(3), DIGITS);
    expect(evidenceOf(shape, values, DIGITS).length).toBe(evidenceSize(5000));
    expect(evidenceSize(5000)).toBe(evidenceSize(1024));
    expect(evidenceSize(266)).toBe(266 + 6 + SHAPE_FEATURES);
    expect(evidenceOf(shape, values, DIGITS).every(Number.isFinite)).toBe(true);
    const overflown = new Float32Array(20).fill(Infinity);
    expect(evidenceOf(shape, overflown, DIGITS).every(Number.isFinite)).toBe(true);
  });
});

describe('calibration', () => {
  const random = stream(1, 'known');
  const draw = (mean: number, n: number) => Array.from({ length: n }, () => random.normal(mean, 1.5));

  it('makes probabilities that come true', () => {
    const [signs, others] = [draw(2, 4000), draw(-2, 4000)];
    const calibration = calibrate(signs, others);
    const all = [...signs.map((x) => [x, 1] as const), ...others.map((x) => [x, 0] as const)];
    const near = all.filter(([x]) => Math.abs(knownFrom(x, calibration) - 0.7) < 0.1);
    const share = near.filter(([, sign]) => sign === 1).length / near.length;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.8);
  });

  it('ends, rising and finite, where a line parts the two cleanly, where all are equal, and for one of each', () => {
    for (const [signs, others] of [
      [
        [8, 9, 10],
        [-8, -9],
      ],
      [
        [1, 1],
        [1, 1],
      ],
      [[0], [0]],
      [[1e6], [-1e6]],
    ] as const) {
      const { slope, intercept } = calibrate(signs, others);
      expect(slope).toBeGreaterThan(0);
      expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
    }
  });

  const refusedOf = (all: readonly number[], calibration: Calibration) =>
    all.filter((x) => knownFrom(x, calibration) < 0.5).length;

  it('is moved so that one half refuses two signs in a hundred less one standard error, the fewer the fewer there are', () => {
    const [signs, others] = [draw(3, 4000), draw(-3, 4000)];
    for (const count of [4000, 1500, 300]) {
      const some = signs.slice(0, count);
      const calibration = calibrateForUse([some], others);
      const refused = refusedOf(some, calibration);
      const withError = (many: number) => many + Math.sqrt(many * (1 - many / count));
      expect(withError(refused)).toBeLessThanOrEqual(0.02 * count);
      expect(withError(refused + 1)).toBeGreaterThan(0.02 * count);
      expect(refusedOf(others, calibration)).toBeGreaterThan(2800);
    }
  });

  it('does not let the easy signs of one data set pay for the hard ones of another', () => {
    const [hard, easy, others] = [draw(2, 2000), draw(6, 8000), draw(-3, 4000)];
    const calibration = calibrateForUse([hard, easy], others);
    expect(refusedOf(hard, calibration)).toBeLessThanOrEqual(40);
    expect(refusedOf(hard, calibration)).toBeGreaterThan(20);
    // Together they may lose 182 of 10,000, and all of these would be hard ones.
    const together = calibrateForUse([[...hard, ...easy]], others);
    expect(refusedOf(hard, together)).toBeGreaterThan(120);
    // A handful of odd drawings decides nothing by itself.
    const odd = calibrateForUse([[...hard, ...easy], draw(-4, 20)], others);
    expect(refusedOf(hard, odd)).toBeGreaterThan(80);
  });

  it('never refuses what is more likely a sign than not, nor takes all for one', () => {
    const [apart, mixed] = [calibrateForUse([[9, 10, 11]], [-9, -10]), calibrateForUse([draw(0, 500)], draw(0, 500))];
    expect(knownFrom(9, apart)).toBeGreaterThan(0.5);
    expect(knownFrom(-9, apart)).toBeLessThan(0.5);
    expect(knownFrom(-1000, mixed)).toBeLessThan(0.5);
  });
});

describe('detector', () => {
  const detector: Detector = {
    mean: Float32Array.of(1, 0),
    scale: Float32Array.of(2, 0),
    hiddenKernel: Float32Array.of(1, -1, 5, 5),
    hiddenBias: Float32Array.of(0, 0),
    kindsKernel: Float32Array.of(1, 0, 0, 0, 1, 0),
    kindsBias: Float32Array.of(0, 0, 0.5),
  };

  it('is a layer of ReLU over deviations, cut off far out, and a linear one', () => {
    expect([...detect(detector, Float32Array.of(2, 9))]).toEqual([2, 0, 0.5]);
    expect([...detect(detector, Float32Array.of(0, 9))]).toEqual([0, 2, 0.5]);
    expect(detect(detector, Float32Array.of(1e9, 0))[0]).toBe(3.5);
  });

  it('gives the log-odds of the first kind', () => {
    expect(logOdds(Float64Array.of(1, 0, 0))).toBeCloseTo(1 - Math.log(2), 9);
    expect(logOdds(Float64Array.of(0, 800, 0))).toBeCloseTo(-800, 9);
  });

  it('comes back from a file, and not from one of another model', () => {
    expect(detectorFrom(detectorTensors(detector), 2, 3)).toEqual(detector);
    expect(() => detectorFrom(detectorTensors(detector), 3, 3)).toThrow(DamagedFile);
    expect(() => detectorFrom(detectorTensors(detector), 2, 4)).toThrow(DamagedFile);
    expect(() => detectorFrom([], 2, 3)).toThrow(DamagedFile);
  });
});

describe('the starter', () => {
  const folder = path.join(repositoryRoot, 'resources', 'starter');
  const bytes = (name: string): number => statSync(path.join(folder, name)).size;

  it('tells what is no sign, calibrated on all that it held out, in files of less than 400 kB', () => {
    const { known } = modelCardSchema.parse(JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')));
    expect(known!.signs.count).toBeGreaterThan(3000);
    expect(known!.signs.refused / known!.signs.count).toBeLessThanOrEqual(0.02);
    expect(known!.others.refused / known!.others.count).toBeGreaterThan(0.95);
    expect(readdirSync(folder).reduce((sum, name) => sum + bytes(name), 0)).toBeLessThan(400_000);
  });
});
