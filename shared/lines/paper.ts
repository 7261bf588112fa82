import { levelAt } from '../ink/distort.ts';
import type { Size } from '../ink/frame.ts';
import type { Random } from '../random/random.ts';
import type { Line } from './compose.ts';

/** What else is on the paper and happens to the picture; each is the probability that a line has it. */
export interface Disturbance {
  /** A line to write on, under or through the signs. */
  readonly ruled: number;
  /** A box for each sign, or a comb. */
  readonly boxes: number;
  /** Wavy security print behind the ink. */
  readonly security: number;
  readonly shadow: number;
  readonly blur: number;
  readonly noise: number;
  /** Pieces of borders, specks, and what reaches in from lines above and below. */
  readonly dirt: number;
  /** Pale ink: a worn pen, a copy. */
  readonly pale: number;
  /** Thicker or thinner strokes than they were written with: a felt pen, a hard pencil. */
  readonly pen: number;
  /** Fewer pixels than it has now: taken from afar. */
  readonly coarse: number;
  /** Paper and ink brought to white and black again, as cleaning does. */
  readonly stretched: number;
}

export const CLEAN: Disturbance = {
  ruled: 0,
  boxes: 0,
  security: 0,
  shadow: 0,
  blur: 0.1,
  noise: 0.1,
  dirt: 0,
  pale: 0.1,
  pen: 0.3,
  coarse: 0.1,
  stretched: 0.2,
};
export const BUSY: Disturbance = {
  ruled: 0.35,
  boxes: 0.3,
  security: 0.2,
  shadow: 0.3,
  blur: 0.3,
  noise: 0.5,
  dirt: 0.3,
  pale: 0.3,
  pen: 0.4,
  coarse: 0.2,
  stretched: 0.4,
};
/** As cheques and registers are that were photographed badly. */
export const WORN: Disturbance = {
  ruled: 0.5,
  boxes: 0.35,
  security: 0.45,
  shadow: 0.4,
  blur: 0.5,
  noise: 0.6,
  dirt: 0.5,
  pale: 0.5,
  pen: 0.5,
  coarse: 0.4,
  stretched: 0.6,
};

/** The line with disturbances drawn at random, as levels 0 (paper) to 255 (the darkest ink). */
export function onPaper(random: Random, line: Line, chances: Disturbance): Uint8Array {
  const { width, height } = line;
  let levels: Float32Array = Float32Array.from(line.ink);
  if (random.chance(chances.pen)) levels = otherPen(random, levels, width, height);
  if (random.chance(chances.pale)) fade(random, levels);
  if (random.chance(chances.ruled)) rule(random, levels, width, height);
  if (random.chance(chances.boxes)) box(random, levels, line);
  if (random.chance(chances.security)) securityPrint(random, levels, width, height);
  if (random.chance(chances.dirt)) dirt(random, levels, width, height);
  if (random.chance(chances.shadow)) shadow(random, levels, width, height);
  if (random.chance(chances.coarse)) levels = coarse(levels, width, height, random.uniform(1.2, 2));
  const soft = random.chance(chances.blur) ? blurred(levels, width, height, random.uniform(0.3, 1.1)) : levels;
  if (random.chance(chances.noise)) {
    const deviation = random.uniform(3, 26);
    for (let i = 0; i < soft.length; i++) soft[i]! += random.normal(0, deviation);
  }
  if (random.chance(chances.stretched)) stretch(soft, random.uniform(0.2, 0.5));
  return Uint8Array.from(soft, (level) => Math.max(0, Math.min(255, Math.round(level))));
}

/** Each pixel mixed with the darkest or the lightest of its neighbours. */
function otherPen(random: Random, levels: Float32Array, width: number, height: number): Float32Array {
  const [thicker, share] = [random.chance(0.6), random.uniform(0.2, 1)];
  const extreme = thicker ? Math.max : Math.min;
  const result = new Float32Array(levels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const own = levels[at]!;
      const far = extreme(
        own,
        y > 0 ? levels[at - width]! : own,
        y < height - 1 ? levels[at + width]! : own,
        x > 0 ? levels[at - 1]! : own,
        x < width - 1 ? levels[at + 1]! : own,
      );
      // A thin stroke that lost all of its edge would be gone.
      result[at] = own + (thicker ? share : share * 0.4) * (far - own);
    }
  }
  return result;
}

/** Brought down to so many times fewer pixels a side, and up again. */
function coarse(levels: Float32Array, width: number, height: number, times: number): Float32Array {
  const [columns, rows] = [Math.max(2, Math.round(width / times)), Math.max(2, Math.round(height / times))];
  const small = resampled(levels, { width, height }, { width: columns, height: rows });
  return resampled(small, { width: columns, height: rows }, { width, height });
}

function resampled(levels: Float32Array, from: Size, to: Size): Float32Array {
  const result = new Float32Array(to.width * to.height);
  const [sx, sy] = [from.width / to.width, from.height / to.height];
  // Four samples a pixel: enough for the few times that it gets smaller.
  const halves = sx > 1 ? [-0.25, 0.25] : [0];
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      let sum = 0;
      for (const dy of halves)
        for (const dx of halves)
          sum += levelAt(levels, from.width, from.height, (x + 0.5 + dx) * sx - 0.5, (y + 0.5 + dy) * sy - 0.5);
      result[y * to.width + x] = sum / halves.length ** 2;
    }
  }
  return result;
}

/** What is lighter than a share of the way from paper to ink becomes paper, and the darkest becomes black. */
function stretch(levels: Float32Array, share: number): void {
  const [paper, ink] = [quantile(levels, 0.5), quantile(levels, 0.995)];
  const low = paper + share * 0.5 * (ink - paper);
  const scale = 255 / Math.max(20, ink - low);
  for (let i = 0; i < levels.length; i++) levels[i] = (levels[i]! - low) * scale;
}

/** The level that this share of the pixels is not above, to a whole level. */
function quantile(levels: Float32Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const level of levels) counts[Math.max(0, Math.min(255, Math.round(level)))]!++;
  let left = share * levels.length;
  return counts.findIndex((count) => (left -= count) <= 0);
}

/** A stroke's middle stays darker than its edges. */
function fade(random: Random, levels: Float32Array): void {
  const [strength, gamma] = [random.uniform(0.45, 0.95), random.uniform(0.7, 1.5)];
  for (let i = 0; i < levels.length; i++) levels[i] = 255 * strength * (levels[i]! / 255) ** gamma;
}

const darken = (levels: Float32Array, at: number, level: number): void => {
  levels[at] = Math.max(levels[at]!, level);
};

/** A straight stroke from left to right, that climbs a little, dotted now and then. */
function rule(random: Random, levels: Float32Array, width: number, height: number): void {
  const level = random.uniform(50, 230);
  const [y, climb, thick] = [height * random.uniform(0.55, 1), random.normal(0, 0.01), random.uniform(0.8, 2.4)];
  const dots = random.chance(0.2) ? 2 + random.integer(4) : 0;
  for (let x = 0; x < width; x++) {
    if (dots > 0 && Math.floor(x / dots) % 2 === 1) continue;
    strip(levels, width, height, x, y + climb * x, thick, level);
  }
}

/** Pixels of a column that a stroke of this thickness covers, its edges in part. */
function strip(
  levels: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  thick: number,
  level: number,
): void {
  for (let row = Math.max(0, Math.floor(y - thick)); row < Math.min(height, y + thick + 1); row++) {
    const covered = Math.min(1, Math.max(0, thick / 2 + 0.5 - Math.abs(row + 0.5 - y)));
    darken(levels, row * width + x, level * covered);
  }
}

/** Upright strokes between the signs, closed to boxes above and below or left open as a comb. */
function box(random: Random, levels: Float32Array, { width, height, spans }: Line): void {
  const level = random.uniform(50, 210);
  const [top, bottom] = [height * random.uniform(0.02, 0.14), height * random.uniform(0.86, 0.98)];
  const from = random.chance(0.35) ? height * random.uniform(0.55, 0.8) : top;
  const thick = random.uniform(0.8, 2);
  const edges = [
    (spans[0]?.left ?? 0) - 3,
    ...spans.slice(1).map(({ left }, i) => (left + spans[i]!.right) / 2),
    (spans.at(-1)?.right ?? width) + 3,
  ];
  for (const x of edges) {
    for (let column = Math.max(0, Math.floor(x - thick)); column < Math.min(width, x + thick + 1); column++) {
      const covered = Math.min(1, Math.max(0, thick / 2 + 0.5 - Math.abs(column + 0.5 - x)));
      for (let row = Math.floor(from); row < bottom; row++) darken(levels, row * width + column, level * covered);
    }
  }
  for (const y of from === top ? [top, bottom] : [bottom])
    for (let x = Math.max(0, Math.floor(edges[0]!)); x < Math.min(width, edges.at(-1)!); x++)
      strip(levels, width, height, x, y, thick, level);
}

/** Families of waves across each other, or broken into dashes, as banks print them behind what is to be written. */
function securityPrint(random: Random, levels: Float32Array, width: number, height: number): void {
  const families = 1 + random.integer(3);
  for (let f = 0; f < families; f++) {
    const level = random.uniform(15, 110);
    const dash = random.chance(0.3) ? random.uniform(2, 9) : 0;
    const spacing = random.uniform(3, 8);
    const [swing, length] = [random.uniform(0.5, 4), random.uniform(12, 60)];
    const [phase, slope] = [random.uniform(0, 2 * Math.PI), random.normal(0, 0.3)];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const along = y + slope * x + swing * Math.sin((2 * Math.PI * x) / length + phase);
        if (dash > 0 && Math.floor((x + 3 * f) / dash) % 2 === 1) continue;
        const near = Math.abs((((along % spacing) + spacing) % spacing) - spacing / 2);
        if (near < 1) darken(levels, y * width + x, level * (1 - near));
      }
    }
  }
}

/** Slow changes of the light over the line. */
function shadow(random: Random, levels: Float32Array, width: number, height: number): void {
  const [depth, x0, soft] = [random.uniform(10, 70), random.uniform(0, width), random.uniform(4, 80)];
  const tilt = random.normal(0, 0.6);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = 1 / (1 + Math.exp((x + tilt * y - x0) / soft));
      const at = y * width + x;
      levels[at] = levels[at]! + (depth * share * (255 - levels[at]!)) / 255;
    }
  }
}

/** Specks, and strokes that come in from the edges. */
function dirt(random: Random, levels: Float32Array, width: number, height: number): void {
  for (let i = random.integer(8); i > 0; i--) darken(levels, random.integer(width * height), random.uniform(60, 255));
  if (random.chance(0.5)) {
    const [from, long] = [random.integer(width), 3 + random.integer(30)];
    const [deep, level] = [1 + random.integer(Math.ceil(height * 0.12)), random.uniform(60, 230)];
    const upper = random.chance(0.5);
    for (let x = from; x < Math.min(width, from + long); x++)
      for (let y = 0; y < deep; y++) darken(levels, (upper ? y : height - 1 - y) * width + x, level);
  }
  if (random.chance(0.3)) {
    const [x, level] = [
      random.chance(0.5) ? random.integer(4) : width - 1 - random.integer(4),
      random.uniform(60, 230),
    ];
    for (let y = 0; y < height; y++) darken(levels, y * width + x, level);
  }
}

/** Each pixel mixed with its four neighbours, `amount` of them together for one of itself. */
function blurred(levels: Float32Array, width: number, height: number, amount: number): Float32Array {
  const result = new Float32Array(levels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const sum =
        levels[y > 0 ? at - width : at]! +
        levels[y < height - 1 ? at + width : at]! +
        levels[x > 0 ? at - 1 : at]! +
        levels[x < width - 1 ? at + 1 : at]!;
      result[at] = (levels[at]! + (amount * sum) / 4) / (1 + amount);
    }
  }
  return result;
}
