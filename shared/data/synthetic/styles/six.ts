import { arc } from '../path.ts';
import type { Style } from '../style.ts';

/** All sixes turn anticlockwise: down the stem, around the bottom, and back to the stem where the loop closes. */
export const six: readonly Style[] = [
  {
    name: 'wide loop',
    weight: 1.8,
    draw: (r) => {
      const top = r.uniform(0.42, 0.52);
      const rx = r.uniform(0.28, 0.38);
      const way = arc(rx, (1 + top) / 2, rx, (1 - top) / 2, 180, r.uniform(-190, -130));
      return [[[r.uniform(0.08, 0.36), 0], [r.uniform(0.04, 0.1), 0.36], ...way]];
    },
  },
  {
    name: 'spiral',
    weight: 0.8,
    draw: (r) => {
      const top = r.uniform(0.4, 0.54);
      const rx = r.uniform(0.28, 0.36);
      const way = arc(rx, (1 + top) / 2, rx, (1 - top) / 2, 180, -120);
      return [[[r.uniform(0.2, 0.46), 0], [0.1, 0.32], ...way, [rx * r.uniform(0.6, 0.9), r.uniform(0.7, 0.82)]]];
    },
  },
  {
    name: 'tall',
    weight: 4,
    draw: (r) => {
      const top = r.uniform(0.46, 0.58);
      const rx = r.uniform(0.24, 0.3);
      return [
        [
          [r.uniform(0.4, 0.58), 0],
          [0.2, 0.26],
          ...arc(0.06 + rx, (1 + top) / 2, rx, (1 - top) / 2, 180, r.uniform(-190, -160)),
        ],
      ];
    },
  },
  {
    name: 'curled',
    weight: 2,
    draw: (r) => {
      const top = r.uniform(0.46, 0.56);
      return [
        [
          [r.uniform(0.56, 0.64), r.uniform(0.1, 0.18)],
          [r.uniform(0.42, 0.48), 0],
          [0.18, 0.2],
          ...arc(0.33, (1 + top) / 2, r.uniform(0.26, 0.31), (1 - top) / 2, 190, r.uniform(-215, -180)),
        ],
      ];
    },
  },
  {
    name: 'straight stem',
    weight: 2,
    draw: (r) => {
      const top = r.uniform(0.5, 0.62);
      const x = r.uniform(0.16, 0.46);
      return [
        [
          [x, 0],
          [x * 0.5 + 0.04, 0.42],
          ...arc(0.32, (1 + top) / 2, r.uniform(0.24, 0.3), (1 - top) / 2, 180, r.uniform(-195, -165)),
        ],
      ];
    },
  },
  {
    name: 'small loop',
    weight: 1.2,
    draw: (r) => {
      const top = r.uniform(0.64, 0.72);
      const rx = r.uniform(0.15, 0.2);
      return [
        [
          [r.uniform(0.34, 0.52), 0],
          [0.14, 0.36],
          [0.06, 0.68],
          ...arc(0.08 + rx, (1 + top) / 2, rx, (1 - top) / 2, 150, r.uniform(-185, -160)),
        ],
      ];
    },
  },
  {
    name: 'loop crossing',
    weight: 1,
    draw: (r) => {
      const top = r.uniform(0.5, 0.58);
      return [
        [
          [r.uniform(0.4, 0.56), 0],
          [0.18, 0.28],
          ...arc(0.33, (1 + top) / 2, 0.27, (1 - top) / 2, 180, -150),
          [r.uniform(-0.04, 0.04), r.uniform(0.62, 0.72)],
        ],
      ];
    },
  },
  {
    name: 'tiny loop',
    weight: 1,
    draw: (r) => {
      const top = r.uniform(0.72, 0.82);
      const rx = r.uniform(0.08, 0.15);
      return [
        [
          [r.uniform(0.16, 0.5), 0],
          [r.uniform(0.06, 0.18), 0.42],
          [0.03, 0.78],
          ...arc(0.04 + rx, (1 + top) / 2, rx, (1 - top) / 2, 150, r.uniform(-200, -150)),
        ],
      ];
    },
  },
];
