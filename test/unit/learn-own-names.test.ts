import { expect, it } from 'vitest';
import { named, ownNames } from '../../renderer/features/learn/own-names.ts';

it.each([
  [
    ['dense/kernel', 'dense/bias'],
    ['kernel', 'bias'],
  ],
  [['conv2d/kernel'], ['kernel']],
  // A layer in a block.
  [
    ['residual/conv2d/kernel', 'residual/conv2d/bias'],
    ['kernel', 'bias'],
  ],
  // Both ways have a kernel of their own.
  [
    ['bidirectional/forward/kernel', 'bidirectional/backward/kernel'],
    ['forward/kernel', 'backward/kernel'],
  ],
  [[], []],
])('weights %j are called %j within their layer', (paths, names) => {
  expect(ownNames(paths)).toEqual(names);
  expect(named(paths.map((path) => ({ path }))).map(({ name }) => name)).toEqual(names);
});
