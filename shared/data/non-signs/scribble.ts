import type { Drawing, Point } from '../../ink/types.ts';
import type { Random } from '../../random/random.ts';

/** A drawing that means nothing, in the synthetic digits' units: loops and zigzags, hatching, a few strokes anywhere, dots. */
export function scribble(random: Random): Drawing {
  const kind = random.uniform();
  if (kind < 0.45) return [wander(random)];
  if (kind < 0.6) return [zigzag(random)];
  if (kind < 0.7) return [coil(random)];
  if (kind < 0.85) return Array.from({ length: 2 + random.integer(4) }, () => stray(random));
  return random.chance(0.5) ? hatching(random) : dots(random);
}

/** A pen that goes on and on: its direction turns ever more or less, and it stays on its sheet. */
function wander(random: Random): Point[] {
  const points: Point[] = [];
  const steps = 30 + random.integer(150);
  let [x, y, way, turn] = [0.5, 0.5, random.uniform(0, 2 * Math.PI), 0];
  const [agility, fade] = [random.uniform(0.05, 0.5), random.uniform(0.6, 0.98)];
  for (let i = 0; i < steps; i++) {
    points.push([x, y]);
    turn = turn * fade + random.normal(0, agility);
    // Turns back towards the middle when far out.
    const away = Math.hypot(x - 0.5, y - 0.5);
    if (away > 0.45) way = Math.atan2(0.5 - y, 0.5 - x) + random.normal(0, 0.6);
    way += turn;
    x += 0.045 * Math.cos(way);
    y += 0.045 * Math.sin(way);
  }
  return points;
}

/** To and fro, moving on along some direction. */
function zigzag(random: Random): Point[] {
  const [turn, height] = [random.uniform(0, Math.PI), random.uniform(0.2, 0.9)];
  const corners = 5 + random.integer(10);
  const step = random.uniform(0.06, 0.22);
  return Array.from({ length: corners }, (_, i): Point => {
    const along = i * step + random.normal(0, 0.03);
    const across = (i % 2 === 0 ? 0 : height) + random.normal(0, 0.08);
    return [along * Math.cos(turn) - across * Math.sin(turn), along * Math.sin(turn) + across * Math.cos(turn)];
  });
}

/** A spiral, or rings that roll on like a spring's. */
function coil(random: Random): Point[] {
  const [turns, roll] = [random.uniform(2.2, 5), random.chance(0.5) ? random.uniform(0.08, 0.3) : 0];
  const [grow, flat] = [roll > 0 ? 0 : random.uniform(0.4, 1), random.uniform(0.6, 1.2)];
  const steps = Math.round(turns * 18);
  return Array.from({ length: steps }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / 18;
    const radius = 0.3 * (grow > 0 ? (i / steps) * grow + (1 - grow) : 1);
    const drift = (roll * i) / 18;
    return [radius * Math.cos(angle) + drift, flat * radius * Math.sin(angle) + random.normal(0, 0.008)];
  });
}

/** A short, bent stroke somewhere. */
function stray(random: Random): Point[] {
  const [x, y, way] = [random.uniform(), random.uniform(), random.uniform(0, 2 * Math.PI)];
  const [length, bend] = [random.uniform(0.15, 0.8), random.normal(0, 1)];
  return Array.from({ length: 10 }, (_, i): Point => {
    const along = (length * i) / 9;
    const angle = way + (bend * i) / 18;
    return [x + along * Math.cos(angle), y + along * Math.sin(angle)];
  });
}

/** Strokes side by side. */
function hatching(random: Random): Point[][] {
  const [turn, gap] = [random.uniform(0, Math.PI), random.uniform(0.1, 0.3)];
  return Array.from({ length: 3 + random.integer(5) }, (_, i) =>
    [0, random.uniform(0.4, 0.9)].map((along): Point => {
      const across = i * gap + random.normal(0, 0.03);
      const begun = along + random.normal(0, 0.04);
      return [begun * Math.cos(turn) - across * Math.sin(turn), begun * Math.sin(turn) + across * Math.cos(turn)];
    }),
  );
}

/** Dots: taps of a pen, now and then one alone. */
function dots(random: Random): Point[][] {
  const count = random.chance(0.15) ? 1 : 2 + random.integer(9);
  return Array.from({ length: count }, () => {
    const [x, y] = [random.uniform(), random.uniform()];
    return [
      [x, y],
      [x + random.normal(0, 0.015), y + random.normal(0, 0.015)],
    ];
  });
}
