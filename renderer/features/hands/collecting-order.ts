/** A whole number from 0 up to, not including, `n`. */
export type Draw = (n: number) => number;

/**
 * Every sign `times` times, in rounds that have each of them once and in an order of their own, so that a sitting that ends early
 * has collected all signs alike. No sign is asked for twice in a row where there are two.
 */
export function collectingOrder(classes: readonly string[], times: number, draw: Draw = drawAtRandom): string[] {
  const order: string[] = [];
  for (let round = 0; round < times; round++) {
    const next = shuffled(classes, draw);
    if (next.length > 1 && next[0] === order.at(-1)) next.push(next.shift()!);
    order.push(...next);
  }
  return order;
}

function shuffled(items: readonly string[], draw: Draw): string[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

const drawAtRandom: Draw = (n) => Math.floor(Math.random() * n);
