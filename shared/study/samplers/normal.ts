const ROOT_TAU = Math.sqrt(2 * Math.PI);
/** Beyond this the probability outside is below 1e-15. */
const FAR = 8;

/**
 * The standard normal distribution's probability below x, to about 1e-15 (Marsaglia, "Evaluating the Normal Distribution", 2004: the
 * Taylor series of Cphi over phi).
 */
export function normalCdf(x: number): number {
  if (x <= -FAR) return 0;
  if (x >= FAR) return 1;
  let [sum, term, before] = [x, x, NaN];
  for (let i = 3; sum !== before; i += 2) {
    before = sum;
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / ROOT_TAU;
}

/** The logarithm of the standard normal density. */
export const normalLogDensity = (x: number): number => (-x * x) / 2 - Math.log(ROOT_TAU);

/** log(sum(exp)) without overflow; -Infinity for nothing but -Infinity. */
export function logSumExp(values: readonly number[]): number {
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (most === -Infinity) return -Infinity;
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
