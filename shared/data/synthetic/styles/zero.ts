import type { Random } from '../../../random/random.ts';
import { arc, turned, type Anchor } from '../path.ts';
import type { Style } from '../style.ts';

/** Once around, mostly anticlockwise from near the top. `sweep` beyond 360 overlaps, below it leaves a gap. */
function oval(r: Random, rx: number, sweep: number): Anchor[] {
  const from = r.chance(0.8) ? r.normal(-80, 22) : r.uniform(-180, 180);
  const turn = r.chance(0.85) ? -sweep : sweep;
  return turned(arc(0.35, 0.5, rx, 0.5, from, from + turn), r.normal(6, 11), 0.35, 0.5);
}

/** The pen overlaps its beginning and ends a little inside or outside of it. */
function overlapped(r: Random): Anchor[] {
  const way = oval(r, r.uniform(0.26, 0.44), r.uniform(375, 420));
  const [x, y] = way.at(-1)!;
  const pull = r.uniform(0.5, 1.08);
  return [...way.slice(0, -1), [0.35 + pull * (x - 0.35), 0.5 + pull * (y - 0.5)]];
}

export const zero: readonly Style[] = [
  { name: 'oval', weight: 5, draw: (r) => [oval(r, r.uniform(0.26, 0.42), r.normal(360, 8))] },
  { name: 'narrow', weight: 1.5, draw: (r) => [oval(r, r.uniform(0.17, 0.26), r.normal(360, 6))] },
  { name: 'wide', weight: 1.5, draw: (r) => [oval(r, r.uniform(0.42, 0.62), r.normal(360, 10))] },
  { name: 'overlapping', weight: 2, draw: (r) => [overlapped(r)] },
  {
    name: 'open',
    weight: 1,
    draw: (r) => {
      const from = r.normal(-65, 12);
      return [arc(0.35, 0.5, r.uniform(0.27, 0.4), 0.5, from, from - r.uniform(328, 346))];
    },
  },
  {
    name: 'slashed',
    weight: 1.2,
    draw: (r) => {
      const reach = r.uniform(0.75, 1.3);
      const [dx, dy] = [0.27 * reach, 0.33 * reach];
      return [
        oval(r, r.uniform(0.3, 0.42), r.normal(362, 8)),
        [
          [0.35 + dx, 0.5 - dy],
          [0.35 - dx, 0.5 + dy],
        ],
      ];
    },
  },
  {
    name: 'dotted',
    weight: 0.2,
    draw: (r) => {
      const [x, y] = [r.normal(0.35, 0.02), r.normal(0.5, 0.03)];
      return [
        oval(r, r.uniform(0.34, 0.44), 362),
        [
          [x, y],
          [x + 0.01, y + 0.02],
        ],
      ];
    },
  },
  {
    name: 'with a tail',
    weight: 1.2,
    draw: (r) => {
      const from = r.normal(-85, 20);
      const [rx, reach] = [r.uniform(0.26, 0.42), r.uniform(1.15, 1.6)];
      const way = arc(0.35, 0.5, rx, 0.5, from, from - r.uniform(350, 420));
      const lean = ((from + r.uniform(-10, 45)) * Math.PI) / 180;
      return [[[0.35 + rx * reach * Math.cos(lean), 0.5 + 0.5 * reach * Math.sin(lean)], ...way]];
    },
  },
  {
    name: 'crossed ends',
    weight: 0.8,
    draw: (r) => {
      const rx = r.uniform(0.26, 0.4);
      const [from, up] = [r.uniform(-75, -50), r.uniform(0.04, 0.18)];
      const way = arc(0.35, 0.5, rx, 0.5, -110, -430 - from - 70);
      return [[[0.35 + r.uniform(0.06, 0.2), -up], ...way, [0.35 - r.uniform(0.04, 0.2), -up * r.uniform(0.4, 1)]]];
    },
  },
  {
    name: 'short slash',
    weight: 0.8,
    draw: (r) => {
      const [reach, angle] = [r.uniform(0.2, 0.36), (r.uniform(35, 70) * Math.PI) / 180];
      const [dx, dy] = [reach * Math.cos(angle), reach * Math.sin(angle)];
      return [
        oval(r, r.uniform(0.3, 0.46), r.normal(362, 8)),
        [
          [0.35 + dx, 0.5 - dy],
          [0.35 - dx, 0.5 + dy],
        ],
      ];
    },
  },
];
