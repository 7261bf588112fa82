import { describe, expect, it } from 'vitest';
import { paintedValues, saysNothing } from '../../renderer/features/evaluate/saliency-values.ts';
import { bytesOfFloats } from '../../shared/data/number-bytes.ts';

const painted = (kind: 'grad-cam' | 'attention' | 'occlusion' | 'input-gradient', values: number[]): number[] => [
  ...paintedValues({ kind, values: bytesOfFloats(Float32Array.from(values)) }),
];

describe('a saliency map as it is painted', () => {
  it('shows where Grad-CAM and attention differ, however high they are everywhere', () => {
    expect(painted('grad-cam', [0.75, 1, 0.875])).toEqual([0, 1, 0.5]);
    expect(painted('attention', [0.5, 1])).toEqual([0, 1]);
  });
  it('is empty where the map is the same everywhere', () => {
    expect(painted('grad-cam', [1, 1, 1])).toEqual([0, 0, 0]);
    expect(painted('attention', [0, 0])).toEqual([0, 0]);
  });
  it('says nothing where nothing would be painted', () => {
    const map = (values: number[]) => ({ kind: 'grad-cam' as const, values: bytesOfFloats(Float32Array.from(values)) });
    expect(
      [
        [0, 0],
        [1, 1],
        [0, 1],
      ].map((values) => saysNothing(map(values))),
    ).toEqual([true, true, false]);
  });
  it('keeps what speaks against the class, and what is nothing', () => {
    expect(painted('occlusion', [-0.5, 0, 1])).toEqual([-0.5, 0, 1]);
    expect(painted('input-gradient', [0.25, 1])).toEqual([0.25, 1]);
  });
});
