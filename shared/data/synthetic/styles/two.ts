import type { Random } from '../../../random/random.ts';
import type { Anchor } from '../path.ts';
import type { Style } from '../style.ts';

/** Over the top and down to the lower left. */
function neck(r: Random): Anchor[] {
  const right = r.uniform(0.5, 0.7);
  const shoulder = r.uniform(0.16, 0.34);
  return [
    [r.uniform(0, 0.2), r.uniform(0.1, 0.34)],
    [r.uniform(0.27, 0.37), 0],
    [right, shoulder],
    [right - r.uniform(0.14, 0.22), shoulder + r.uniform(0.24, 0.32)],
  ];
}

const base = (r: Random): Anchor => [r.uniform(0.6, 1), r.normal(0.95, 0.05)];

export const two: readonly Style[] = [
  { name: 'straight base', weight: 4, draw: (r) => [[...neck(r), [r.uniform(0, 0.1), 0.97, 'corner'], base(r)]] },
  {
    name: 'loop',
    weight: 3,
    draw: (r) => {
      const size = r.uniform(0.7, 1.9);
      return [
        [
          ...neck(r),
          [0.16, 0.88],
          [0.1 - 0.08 * size, 0.96],
          [0.06 - 0.08 * size, 0.96 - 0.1 * size],
          [0.14, 0.93 - 0.13 * size],
          [0.34, 0.9],
          [r.uniform(0.46, 0.56), 0.98],
          [r.uniform(0.62, 0.9), r.uniform(0.84, 1.08)],
        ],
      ];
    },
  },
  {
    name: 'wavy base',
    weight: 1.5,
    draw: (r) => [
      [...neck(r), [0.04, 0.97, 'corner'], [0.22, 0.9], [0.46, 0.97], [r.uniform(0.62, 0.92), r.uniform(0.82, 1)]],
    ],
  },
  {
    name: 'swan neck',
    weight: 1.5,
    draw: (r) => [
      [
        [0.2, r.uniform(0.26, 0.34)],
        [r.uniform(0.04, 0.1), 0.2],
        [0.28, 0],
        [0.58, 0.2],
        [0.42, 0.5],
        [0.14, 0.78],
        [0.04, 0.97, 'corner'],
        base(r),
      ],
    ],
  },
  {
    name: 'round base',
    weight: 1,
    draw: (r) => [
      [
        ...neck(r),
        [0.14, 0.82],
        [0.08, 0.94],
        [0.22, 0.99],
        [0.45, 0.97],
        [r.uniform(0.62, 0.78), r.uniform(0.88, 0.97)],
      ],
    ],
  },
  {
    name: 'short neck',
    weight: 1,
    draw: (r) => [
      [
        [r.uniform(0.14, 0.24), r.uniform(0.06, 0.16)],
        [0.34, 0],
        [r.uniform(0.42, 0.52), 0.16],
        [0.3, 0.55],
        [0.04, 0.92, 'corner'],
        [r.uniform(0.7, 1), r.uniform(0.72, 0.92)],
      ],
    ],
  },
  {
    name: 'like a Z',
    weight: 0.6,
    draw: (r) => [
      [
        [0.04, r.uniform(0.05, 0.14)],
        [0.3, 0],
        [r.uniform(0.5, 0.62), 0.1],
        [0.44, 0.36],
        [0.02, 0.96, 'corner'],
        [0.4, 0.96],
        base(r),
      ],
    ],
  },
];
