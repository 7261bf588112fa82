import type { Random } from '../../../random/random.ts';
import { arc, turned, type Anchor } from '../path.ts';
import type { Style } from '../style.ts';

/** The head, anticlockwise from the upper right and back to the stem at (x, y). */
function head(r: Random, bottom: number): Anchor[] {
  const rx = r.uniform(0.16, 0.32);
  const round = arc(0.6 - rx, bottom / 2, rx, bottom / 2, r.uniform(-60, -10), r.uniform(-320, -280));
  return [
    ...turned(round, r.normal(8, 10), 0.6 - rx, bottom / 2),
    [0.58, bottom * 0.55],
    [0.6, bottom * r.uniform(0.05, 0.4), 'corner'],
  ];
}

const bottom = (r: Random): number => r.uniform(0.34, 0.56);

export const nine: readonly Style[] = [
  { name: 'straight stem', weight: 4, draw: (r) => [[...head(r, bottom(r)), [r.uniform(0.5, 0.6), 1]]] },
  { name: 'slanting stem', weight: 1.5, draw: (r) => [[...head(r, bottom(r)), [r.uniform(0.24, 0.42), 1]]] },
  {
    name: 'smooth stem',
    weight: 2,
    draw: (r) => {
      const b = bottom(r);
      return [
        [
          ...arc(0.34, b / 2, 0.26, b / 2, -20, -340),
          [0.58, b * 0.8],
          [r.uniform(0.46, 0.54), 0.8],
          [r.uniform(0.3, 0.42), 1],
        ],
      ];
    },
  },
  {
    name: 'curved tail',
    weight: 2,
    draw: (r) => [
      [
        ...head(r, bottom(r)),
        [0.6, 0.62],
        [0.52, 0.88],
        [r.uniform(0.28, 0.38), 1],
        [r.uniform(0.04, 0.16), r.uniform(0.88, 0.96)],
      ],
    ],
  },
  {
    name: 'like a g',
    weight: 0.6,
    draw: (r) => {
      const b = r.uniform(0.38, 0.46);
      return [
        [
          ...head(r, b),
          [0.61, 0.6],
          [0.56, 0.9],
          [0.34, 1],
          [0.1, 0.92],
          [r.uniform(0.06, 0.14), r.uniform(0.8, 0.88)],
        ],
      ];
    },
  },
  {
    name: 'circle and stick',
    weight: 1.5,
    draw: (r) => {
      const b = bottom(r);
      const rx = r.uniform(0.22, 0.3);
      const from = r.uniform(-90, -20);
      return [
        arc(0.58 - rx, b / 2, rx, b / 2, from, from - r.normal(362, 8)),
        [
          [r.uniform(0.57, 0.62), r.uniform(0, b * 0.4)],
          [r.uniform(0.46, 0.6), 1],
        ],
      ];
    },
  },
  {
    name: 'open top',
    weight: 0.6,
    draw: (r) => {
      const b = r.uniform(0.44, 0.54);
      return [
        [
          ...arc(0.34, b / 2, 0.26, b / 2, r.uniform(-75, -55), -300),
          [0.58, b * 0.5],
          [0.61, r.uniform(0.02, 0.1), 'corner'],
          [r.uniform(0.48, 0.58), 1],
        ],
      ];
    },
  },
  {
    name: 'tiny head',
    weight: 1.5,
    draw: (r) => {
      const b = r.uniform(0.18, 0.32);
      const rx = r.uniform(0.08, 0.16);
      const reach = r.uniform(0.2, 0.75);
      return [
        [
          ...arc(0.5 - rx, b / 2, rx, b / 2, r.uniform(-60, 0), r.uniform(-370, -330)),
          [0.52 + r.uniform(-0.02, 0.06), 0.46],
          [0.5 - 0.2 * reach, r.uniform(0.76, 0.86)],
          [0.5 - reach, r.uniform(0.9, 1.02)],
        ],
      ];
    },
  },
  {
    name: 'hooked far left',
    weight: 1.5,
    draw: (r) => {
      const b = r.uniform(0.28, 0.42);
      const rx = r.uniform(0.11, 0.2);
      return [
        [
          ...arc(0.5 - rx, b / 2, rx, b / 2, r.uniform(-70, -20), r.uniform(-350, -310)),
          [r.uniform(0.54, 0.62), r.uniform(0.58, 0.7)],
          [r.uniform(0.42, 0.52), 0.94],
          [r.uniform(0.2, 0.3), 1],
          [r.uniform(-0.12, 0.08), r.uniform(0.8, 0.97)],
        ],
      ];
    },
  },
];
