import type { Random } from '../../../random/random.ts';
import type { Anchor } from '../path.ts';
import type { Style } from '../style.ts';

/** The lower bowl, from the waist to the tail. */
function belly(r: Random, waist: number): Anchor[] {
  return [
    [r.uniform(0.5, 0.72), waist + (1 - waist) * r.uniform(0.42, 0.54)],
    [r.uniform(0.28, 0.38), 1],
    [r.uniform(-0.06, 0.16), r.uniform(0.76, 0.98)],
  ];
}

const start = (r: Random): Anchor => [r.uniform(-0.04, 0.16), r.uniform(0.05, 0.24)];

export const three: readonly Style[] = [
  {
    name: 'round',
    weight: 5,
    draw: (r) => {
      const waist = r.uniform(0.38, 0.54);
      return [
        [
          start(r),
          [0.32, 0],
          [r.uniform(0.5, 0.64), waist * 0.46],
          [r.uniform(0.2, 0.32), waist, 'corner'],
          ...belly(r, waist),
        ],
      ];
    },
  },
  {
    name: 'soft waist',
    weight: 1.5,
    draw: (r) => {
      const waist = r.uniform(0.42, 0.5);
      return [
        [
          start(r),
          [0.32, 0],
          [0.58, waist * 0.46],
          [0.42, waist - 0.05],
          [r.uniform(0.26, 0.34), waist],
          [0.42, waist + 0.05],
          ...belly(r, waist),
        ],
      ];
    },
  },
  {
    name: 'loop waist',
    weight: 1,
    draw: (r) => {
      const waist = r.uniform(0.42, 0.5);
      const size = r.uniform(0.04, 0.08);
      return [
        [
          start(r),
          [0.32, 0],
          [0.58, waist * 0.46],
          [0.34, waist + size * 0.3],
          [0.24 - size, waist + size * 0.5],
          [0.26 - size * 0.5, waist - size],
          [0.4, waist],
          ...belly(r, waist),
        ],
      ];
    },
  },
  {
    name: 'flat top',
    weight: 1.8,
    draw: (r) => {
      const waist = r.uniform(0.38, 0.46);
      const top = r.normal(0.02, 0.02);
      return [
        [
          [r.uniform(0.02, 0.12), 0.02],
          [r.uniform(0.54, 0.64), top, 'corner'],
          [r.uniform(0.22, 0.32), waist, 'corner'],
          [0.45, waist + 0.03],
          ...belly(r, waist),
        ],
      ];
    },
  },
  {
    name: 'pointed',
    weight: 1,
    draw: (r) => {
      const waist = r.uniform(0.4, 0.5);
      return [
        [
          start(r),
          [0.36, 0.01],
          [0.56, 0.14],
          [0.48, waist * 0.65],
          [r.uniform(0.1, 0.2), waist, 'corner'],
          [0.42, waist + 0.06],
          ...belly(r, waist),
        ],
      ];
    },
  },
  {
    name: 'small upper bowl',
    weight: 1,
    draw: (r) => {
      const waist = r.uniform(0.32, 0.38);
      return [
        [[0.12, 0.1], [0.32, 0], [r.uniform(0.46, 0.54), waist * 0.48], [0.28, waist, 'corner'], ...belly(r, waist)],
      ];
    },
  },
  {
    name: 'hardly a waist',
    weight: 1.2,
    draw: (r) => {
      const right = r.uniform(0.46, 0.6);
      const waist = r.uniform(0.38, 0.46);
      const top: Anchor = r.chance(0.5) ? [right, r.uniform(0, 0.05), 'corner'] : [right, r.uniform(0.12, 0.2)];
      return [
        [
          [r.uniform(0, 0.1), r.uniform(0.02, 0.12)],
          [0.28, r.uniform(-0.01, 0.03)],
          top,
          [right - r.uniform(0.06, 0.16), waist],
          [right + r.uniform(-0.02, 0.08), r.uniform(0.66, 0.76)],
          [r.uniform(0.26, 0.4), r.uniform(0.96, 1.02)],
          [r.uniform(-0.06, 0.1), r.uniform(0.84, 0.98)],
        ],
      ];
    },
  },
];
