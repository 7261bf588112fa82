import type { Random } from '../../../random/random.ts';
import { arc, type Anchor } from '../path.ts';
import type { Style } from '../style.ts';

/** One stroke: an S down, and back up on the other side. `gap` is where beginning and end stand apart at the top right. */
function ribbon(r: Random, gapX: number, gapY: number): Anchor[] {
  const waist = r.uniform(0.4, 0.56);
  const [upper, lower] = [r.uniform(0.18, 0.3), r.uniform(0.2, 0.34)];
  return [
    [0.34 + upper * 0.8 + gapX, waist * 0.3 - gapY],
    [0.34, 0],
    [0.34 - upper, waist * 0.46],
    [0.34, waist],
    [0.34 + lower, waist + (1 - waist) * 0.52],
    [0.34, 1],
    [0.34 - lower, waist + (1 - waist) * 0.52],
    [0.34, waist],
    [0.34 + upper, waist * 0.5],
    [0.34 + upper * 0.8, waist * 0.28],
  ];
}

export const eight: readonly Style[] = [
  { name: 'one stroke', weight: 5, draw: (r) => [ribbon(r, r.normal(0, 0.015), r.normal(0, 0.015))] },
  { name: 'open top', weight: 1.2, draw: (r) => [ribbon(r, r.uniform(0.04, 0.14), r.uniform(0.02, 0.1))] },
  {
    name: 'straight way back',
    weight: 4,
    draw: (r) => {
      const lower = r.uniform(0.13, 0.24);
      const end = r.uniform(0.5, 0.66);
      return [
        [
          [end - r.uniform(-0.06, 0.08), r.uniform(0.06, 0.2)],
          [r.uniform(0.3, 0.4), 0],
          [r.uniform(0.06, 0.16), r.uniform(0.16, 0.24)],
          [0.3, r.uniform(0.38, 0.46)],
          [0.3 + lower, r.uniform(0.64, 0.74)],
          [0.3, 1],
          [0.3 - lower, r.uniform(0.74, 0.84)],
          [0.3, r.uniform(0.48, 0.56)],
          [end, r.uniform(0.02, 0.2)],
        ],
      ];
    },
  },
  {
    name: 'mirrored',
    weight: 1.5,
    draw: (r) => [ribbon(r, 0, 0).map(([x, y]): Anchor => [0.68 - x, y])],
  },
  {
    name: 'from the waist',
    weight: 0.8,
    draw: (r) => {
      const way = ribbon(r, 0, 0);
      return [[...way.slice(7, 9), ...way.slice(1, 8)]];
    },
  },
  {
    name: 'two circles',
    weight: 2,
    draw: (r) => {
      const waist = r.uniform(0.42, 0.5);
      const from = r.normal(-80, 20);
      const [upper, lower] = [r.uniform(0.19, 0.26), r.uniform(0.24, 0.33)];
      return [
        arc(0.34, waist / 2, upper, waist / 2, from, from - r.normal(362, 8)),
        arc(0.34 + r.normal(0, 0.02), (1 + waist) / 2 - 0.01, lower, (1 - waist) / 2, from, from - r.normal(362, 8)),
      ];
    },
  },
  {
    name: 'narrow',
    weight: 0.8,
    draw: (r) => {
      const width = r.uniform(0.4, 0.65);
      return [ribbon(r, r.normal(0, 0.02), r.normal(0, 0.02)).map(([x, y]): Anchor => [0.34 + (x - 0.34) * width, y])];
    },
  },
];
