import type { Random } from '../../../random/random.ts';
import type { Anchor, Skeleton } from '../path.ts';
import type { Style } from '../style.ts';

/** The bar and the stem. The bar is near to level: that tells it from a one's flag. */
function plain(r: Random): Anchor[] {
  const right = r.uniform(0.5, 0.82);
  return [
    [0, r.normal(0.04, 0.025)],
    [right, r.normal(0.02, 0.015), 'corner'],
    [r.uniform(0.12, 0.34), 1],
  ];
}

/** A stem that bends on its way down. */
function bent(r: Random): Anchor[] {
  const right = r.uniform(0.56, 0.7);
  const foot = r.uniform(0.12, 0.26);
  const [x, y] = [(right + foot) / 2, 0.5];
  return [
    [0, r.normal(0.04, 0.025)],
    [right, 0.02, 'corner'],
    [x - r.uniform(0.02, 0.1), y],
    [foot - r.uniform(-0.02, 0.03), 1],
  ];
}

/** A short stroke across the stem, about half way down. */
function crossed(r: Random, body: Anchor[]): Skeleton {
  const [above, foot] = [body.at(-2)!, body.at(-1)!];
  const t = (r.uniform(0.42, 0.58) - above[1]) / (foot[1] - above[1]);
  const [x, y] = [above[0] + t * (foot[0] - above[0]), above[1] + t * (foot[1] - above[1])];
  const half = r.uniform(0.13, 0.24);
  const tilt = r.normal(-0.01, 0.03);
  return [
    body,
    [
      [x - half, y - tilt],
      [x + half, y + tilt],
    ],
  ];
}

/** A short stroke down at the bar's left end. */
function hooked(r: Random, body: Anchor[]): Anchor[] {
  const [x, y] = body[0]!;
  return [[x + r.normal(0, 0.02), y + r.uniform(0.08, 0.2)], [x, y, 'corner'], ...body.slice(1)];
}

/** A bar that begins with a curl: down, around and up into the bar. */
function curled(r: Random, body: Anchor[]): Anchor[] {
  const [x, y] = body[0]!;
  const size = r.uniform(0.08, 0.2);
  return [
    [x + size * 0.5, y + size * r.uniform(0.6, 1.1)],
    [x - size * 0.2, y + size * 0.5],
    [x + size * 0.2, y - size * 0.1],
    [x + size * 1.1, y + size * r.uniform(0, 0.35)],
    ...body.slice(1),
  ];
}

/** As written in Japan: a hook as long as the bar is short, and a stem that falls almost straight. */
function upright(r: Random): Anchor[] {
  return [
    [0, r.uniform(0.18, 0.3)],
    [0.01, 0.03, 'corner'],
    [r.uniform(0.48, 0.6), r.normal(0.02, 0.01), 'corner'],
    [r.uniform(0.36, 0.46), 0.5],
    [r.uniform(0.28, 0.42), 1],
  ];
}

export const seven: readonly Style[] = [
  { name: 'plain', weight: 4, draw: (r) => [plain(r)] },
  { name: 'bent stem', weight: 2, draw: (r) => [bent(r)] },
  { name: 'crossed', weight: 3, draw: (r) => crossed(r, plain(r)) },
  { name: 'bent and crossed', weight: 1.5, draw: (r) => crossed(r, bent(r)) },
  { name: 'hook', weight: 1.5, draw: (r) => [hooked(r, plain(r))] },
  { name: 'hook and crossed', weight: 1.2, draw: (r) => crossed(r, hooked(r, plain(r))) },
  { name: 'upright', weight: 1, draw: (r) => [upright(r)] },
  {
    name: 'arched bar',
    weight: 1.2,
    draw: (r) => [
      [
        [0, r.uniform(0.06, 0.16)],
        [r.uniform(0.2, 0.32), r.uniform(-0.02, 0.04)],
        [r.uniform(0.54, 0.66), r.uniform(0.02, 0.08)],
        [r.uniform(0.44, 0.52), 0.4],
        [r.uniform(0.2, 0.4), 1],
      ],
    ],
  },
  {
    name: 'wavy bar',
    weight: 0.8,
    draw: (r) => [
      [
        [0, r.uniform(0.02, 0.1)],
        [0.2, r.uniform(0, 0.03)],
        [0.4, r.uniform(0.06, 0.1)],
        [0.64, 0.01, 'corner'],
        [r.uniform(0.16, 0.32), 1],
      ],
    ],
  },
  { name: 'curl', weight: 0.8, draw: (r) => [curled(r, plain(r))] },
  { name: 'curl and crossed', weight: 1.2, draw: (r) => crossed(r, curled(r, r.chance(0.5) ? plain(r) : bent(r))) },
];
