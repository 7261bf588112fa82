import { expect, it } from 'vitest';
import { movedLayers } from '../../shared/learn/moved-layers.ts';

it('weights are told by their layers: all numbers of a layer together, fresh ones without a distance', () => {
  const layers = movedLayers([
    { path: 'conv2d/kernel', shape: [3, 3, 1, 2], before: 3, moved: 0.3, same: false },
    { path: 'conv2d/bias', shape: [2], before: 4, moved: 0.4, same: false },
    { path: 'block/conv2d_1/kernel', shape: [2, 2], before: 2, moved: 0, same: true },
    { path: 'block/shortcut/kernel', shape: [4], before: 1, moved: 0, same: true },
    { path: 'dense/kernel', shape: [5, 3], before: null, moved: null, same: false },
    { path: 'dense/bias', shape: [3], before: 0, moved: 0.5, same: false },
    { path: 'norm/beta', shape: [3], before: 0, moved: 0.5, same: false },
  ]);
  expect(layers).toEqual([
    { name: 'conv2d', count: 20, same: false, fresh: false, relative: expect.closeTo(0.1, 12) as number },
    { name: 'block', count: 8, same: true, fresh: false, relative: 0 },
    { name: 'dense', count: 18, same: false, fresh: true, relative: null },
    { name: 'norm', count: 3, same: false, fresh: false, relative: null },
  ]);
});
