import type { Random } from '../../../random/random.ts';
import type { Anchor } from '../path.ts';
import type { Style } from '../style.ts';

const bar = (r: Random): number => r.uniform(0.5, 0.66);

export const four: readonly Style[] = [
  {
    name: 'open',
    weight: 4,
    draw: (r) => {
      const y = bar(r);
      const stem = r.uniform(0.46, 0.58);
      return [
        [
          [r.uniform(0.06, 0.24), r.uniform(0, 0.1)],
          [r.uniform(0, 0.06), y, 'corner'],
          [r.uniform(0.62, 0.78), y + r.normal(-0.02, 0.02)],
        ],
        [
          [stem + r.uniform(-0.02, 0.1), r.uniform(0, 0.28)],
          [stem + r.normal(0, 0.03), 1],
        ],
      ];
    },
  },
  {
    name: 'open and curved',
    weight: 2.5,
    draw: (r) => {
      const y = r.uniform(0.44, 0.58);
      return [
        [
          [r.uniform(0.02, 0.1), 0.02],
          [0.02, y * 0.72],
          [0.14, y],
          [0.36, y + 0.01],
          [r.uniform(0.56, 0.7), y - r.uniform(0.02, 0.1)],
        ],
        [
          [r.uniform(0.54, 0.64), 0],
          [r.uniform(0.5, 0.58), 0.5],
          [r.uniform(0.42, 0.54), 1],
        ],
      ];
    },
  },
  {
    name: 'open in one stroke',
    weight: 1.5,
    draw: (r) => {
      const y = r.uniform(0.42, 0.54);
      const top = r.uniform(0, 0.14);
      return [
        [
          [r.uniform(0.04, 0.14), 0.04],
          [0.02, y, 'corner'],
          [0.3, y + 0.01],
          [0.52, y - 0.08],
          [0.6, top, 'corner'],
          [r.uniform(0.46, 0.56), 1],
        ],
      ];
    },
  },
  {
    name: 'closed',
    weight: 2.5,
    draw: (r) => {
      const y = r.uniform(0.56, 0.7);
      const stem = r.uniform(0.46, 0.54);
      return [
        [
          [stem, 0],
          [0, y, 'sharp'],
          [r.uniform(0.6, 0.74), y],
        ],
        [
          [stem, r.uniform(-0.02, 0.06)],
          [stem + r.normal(0, 0.02), 1],
        ],
      ];
    },
  },
  {
    name: 'closed in one stroke',
    weight: 1,
    draw: (r) => {
      const y = r.uniform(0.54, 0.66);
      return [
        [
          [r.uniform(0.6, 0.74), y],
          [0, y, 'sharp'],
          [0.48, 0, 'sharp'],
          [r.uniform(0.44, 0.52), 1],
        ],
      ];
    },
  },
  {
    name: 'long bar',
    weight: 1,
    draw: (r) => {
      const y = r.uniform(0.6, 0.72);
      return [
        [
          [0.46, 0],
          [r.uniform(-0.06, 0.02), y, 'sharp'],
          [r.uniform(0.78, 0.95), y + r.normal(0, 0.02)],
        ],
        [
          [0.48, r.uniform(0, 0.1)],
          [0.47, 1],
        ],
      ];
    },
  },
  {
    name: 'leaning stem',
    weight: 1.2,
    draw: (r) => {
      const y = r.uniform(0.46, 0.62);
      return [
        [
          [r.uniform(0.1, 0.24), r.uniform(0, 0.12)],
          [0, y, 'corner'],
          [r.uniform(0.66, 0.95), y - r.uniform(0, 0.1)],
        ],
        [
          [r.uniform(0.56, 0.76), r.uniform(-0.02, 0.2)],
          [r.uniform(0.28, 0.46), 1],
        ],
      ];
    },
  },
  {
    name: 'short stem',
    weight: 1.5,
    draw: (r) => {
      const y = r.uniform(0.62, 0.74);
      const stem = r.uniform(0.42, 0.54);
      return [
        [
          [r.uniform(0.34, 0.46), 0],
          [0, y, 'corner'],
          [r.uniform(0.64, 0.8), y],
        ],
        [
          [stem, r.uniform(0.34, 0.5)],
          [stem + r.normal(-0.02, 0.03), r.uniform(0.95, 1.05)],
        ],
      ];
    },
  },
  {
    name: 'lightning bolt',
    weight: 2,
    draw: (r) => {
      const y = r.uniform(0.48, 0.68);
      const right = r.uniform(0.24, 0.5);
      // Some go back up a little before the stem, which then crosses the bar.
      const rise = r.chance(0.5) ? r.uniform(0.04, 0.2) : 0;
      const stem: Anchor[] = rise === 0 ? [] : [[right + r.uniform(0, 0.06), y - rise, 'sharp']];
      return [
        [
          [r.uniform(0.16, 0.44), 0],
          [r.uniform(0, 0.08), y, 'corner'],
          [right, y - r.uniform(-0.03, 0.08), 'sharp'],
          ...stem,
          [right - r.uniform(-0.06, 0.12), r.uniform(0.94, 1.02)],
        ],
      ];
    },
  },
];
