import type { Random } from '../../../random/random.ts';
import type { Anchor } from '../path.ts';
import type { Style } from '../style.ts';

/** The bowl, from the bottom of the neck to the tail. */
function bowl(r: Random, neck: number): Anchor[] {
  return [
    [r.uniform(0.32, 0.44), neck - r.uniform(0.03, 0.1)],
    [r.uniform(0.48, 0.72), neck + (1 - neck) * r.uniform(0.4, 0.52)],
    [r.uniform(0.28, 0.38), 1],
    [r.uniform(-0.1, 0.12), r.uniform(0.8, 0.98)],
  ];
}

/** Neck and bowl of a five whose hat is a stroke of its own. */
function body(r: Random): Anchor[] {
  const neck = r.uniform(0.32, 0.52);
  return [[r.uniform(0.14, 0.22), 0.04], [r.uniform(0.08, 0.15), neck, 'corner'], ...bowl(r, neck)];
}

export const five: readonly Style[] = [
  {
    name: 'one stroke',
    weight: 3,
    draw: (r) => {
      const neck = r.uniform(0.32, 0.48);
      return [
        [
          [r.uniform(0.52, 0.88), r.uniform(-0.08, 0.05)],
          [0.18, 0.03, 'corner'],
          [r.uniform(0.08, 0.16), neck, 'corner'],
          ...bowl(r, neck),
        ],
      ];
    },
  },
  {
    name: 'like an S',
    weight: 2.5,
    draw: (r) => [
      [
        [r.uniform(0.56, 0.72), r.uniform(0, 0.06)],
        [0.36, 0.01],
        [0.19, 0.08],
        [0.14, r.uniform(0.26, 0.32)],
        [r.uniform(0.24, 0.34), r.uniform(0.4, 0.46)],
        [r.uniform(0.54, 0.64), r.uniform(0.6, 0.7)],
        [r.uniform(0.44, 0.52), 0.92],
        [0.28, 1],
        [r.uniform(0, 0.06), r.uniform(0.88, 0.94)],
      ],
    ],
  },
  {
    name: 'with a hat',
    weight: 3,
    draw: (r) => [
      body(r),
      [
        [r.uniform(0.12, 0.2), 0.04],
        [r.uniform(0.5, 0.95), r.uniform(-0.12, 0.06)],
      ],
    ],
  },
  {
    name: 'hat apart',
    weight: 1,
    draw: (r) => {
      const [x, y] = [r.uniform(0.2, 0.3), r.uniform(-0.06, 0.03)];
      return [
        body(r),
        [
          [x, y],
          [x + r.uniform(0.34, 0.5), y + r.normal(-0.02, 0.03)],
        ],
      ];
    },
  },
  {
    name: 'slanting neck',
    weight: 1,
    draw: (r) => {
      const neck = r.uniform(0.38, 0.46);
      return [
        [
          [r.uniform(0.62, 0.76), 0.02],
          [0.28, 0.03, 'corner'],
          [r.uniform(0.1, 0.16), neck],
          [0.2, neck + 0.02, 'corner'],
          ...bowl(r, neck + 0.02),
        ],
      ];
    },
  },
];
