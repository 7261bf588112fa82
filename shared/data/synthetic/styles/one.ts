import type { Random } from '../../../random/random.ts';
import type { Anchor } from '../path.ts';
import type { Style } from '../style.ts';

/**
 * From the flag's tip up to the top and down the stem. The flag falls from the top at an angle in degrees, mostly steeply:
 * that tells it from a seven's bar.
 */
function flagged(r: Random, length: number, foot: number, least = 46, most = 66): Anchor[] {
  const angle = (r.uniform(least, most) * Math.PI) / 180;
  const tip: Anchor = [0.45 - length * Math.cos(angle), length * Math.sin(angle)];
  return [tip, [0.45, 0, 'sharp'], [foot, 1]];
}

function serif(r: Random, x: number): Anchor[] {
  const half = r.uniform(0.13, 0.3);
  const lean = r.normal(0, 0.02);
  return [
    [x - half * r.uniform(0.8, 1.2), 1 + lean],
    [x + half * r.uniform(0.8, 1.2), 1 - lean],
  ];
}

export const one: readonly Style[] = [
  {
    name: 'bar',
    weight: 5,
    draw: (r) => [
      [
        [0.45 + r.normal(0, 0.03), 0],
        [0.45, 0.5],
        [0.45 + r.normal(0, 0.03), 1],
      ],
    ],
  },
  {
    name: 'bowed bar',
    weight: 0.8,
    draw: (r) => [
      [
        [0.45, 0],
        [0.45 + r.normal(0, 0.045), 0.5],
        [0.45, 1],
      ],
    ],
  },
  {
    name: 'slanted bar',
    weight: 1.5,
    draw: (r) => {
      const lean = r.uniform(0.15, 0.42);
      return [
        [
          [0.3 + lean, 0],
          [0.3, 1],
        ],
      ];
    },
  },
  { name: 'short flag', weight: 3, draw: (r) => [flagged(r, r.uniform(0.12, 0.28), r.normal(0.44, 0.03))] },
  { name: 'long flag', weight: 2.5, draw: (r) => [flagged(r, r.uniform(0.28, 0.52), r.normal(0.45, 0.03))] },
  {
    name: 'curved flag',
    weight: 0.8,
    draw: (r) => {
      const length = r.uniform(0.2, 0.36);
      const [tip, top, foot] = flagged(r, length, 0.45) as [Anchor, Anchor, Anchor];
      return [[tip, [0.45 - length * 0.25, tip[1] * 0.45], top, foot]];
    },
  },
  {
    name: 'flag and foot',
    weight: 2,
    draw: (r) => {
      const x = r.normal(0.45, 0.02);
      return [flagged(r, r.uniform(0.15, 0.4), x), serif(r, x)];
    },
  },
  {
    name: 'foot',
    weight: 0.4,
    draw: (r) => [
      [
        [0.45, 0],
        [0.45, 1],
      ],
      serif(r, 0.45),
    ],
  },
  { name: 'wide flag', weight: 2, draw: (r) => [flagged(r, r.uniform(0.3, 0.62), r.normal(0.42, 0.05), 36, 50)] },
  { name: 'roof', weight: 1, draw: (r) => [flagged(r, r.uniform(0.5, 0.9), r.normal(0.46, 0.04), 58, 78)] },
  {
    name: 'wide flag and foot',
    weight: 1,
    draw: (r) => {
      const x = r.normal(0.45, 0.03);
      return [flagged(r, r.uniform(0.25, 0.6), x, 38, 62), serif(r, x)];
    },
  },
];
