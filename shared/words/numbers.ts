/**
 * Numbers as a person writes them. This is what both languages and the terminal have in common; grouping marks, units and
 * dates, which each language has its own of, are in renderer/i18n/format.ts.
 */

/** Numbers below this are written as powers of ten: nobody counts a row of zeros. */
const TINY = 1e-6;
const HUGE = 1e21;
/** Losses from this size on are written as powers of ten. */
const LARGE_LOSS = 1e6;
/** A learning rate is shown with at most so many digits. */
const RATE_DIGITS = 3;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * A number as it would be typed: at most `significant` digits, no grouping marks, 0.000001 and below that 1e-7. What comes
 * out can be typed into a field or given to the command line.
 */
export const typedNumber = (value: number, significant = 15): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(significant))) : '–';

/** Whether a number is so small that it is best told as a power of ten. */
export const isTiny = (value: number): boolean => value !== 0 && Math.abs(value) < TINY;

/** Whether a number is so large that JavaScript itself writes it by a power of ten. */
export const isHuge = (value: number): boolean => Number.isFinite(value) && Math.abs(value) >= HUGE;

/** A number to be read: at most `significant` digits, 0.000001 and below that 10⁻⁷ or 2.5 × 10⁻⁷; so are huge ones. No grouping marks. */
export function numberText(value: number, significant: number): string {
  const typed = typedNumber(value, significant);
  const at = typed.indexOf('e');
  return at < 0 ? typed : inPowers(typed.slice(0, at), Number(typed.slice(at + 1)));
}

/** A learning rate: 0.01, 0.000365, 10⁻⁷. */
export const rateText = (rate: number): string => numberText(rate, RATE_DIGITS);

/** A number by its size: 2.5 × 10⁻⁷, 6 × 10¹⁶, 10⁶. At most `significant` digits before the power. */
export function powerText(value: number, significant = 3): string {
  if (value === 0 || !Number.isFinite(value)) return typedNumber(value);
  const [digits, exponent] = value.toExponential(significant - 1).split('e') as [string, string];
  return inPowers(String(Number(digits)), Number(exponent));
}

/** A whole number as an exponent: ¹², ⁻⁷. */
export function superscript(exponent: number): string {
  const raised = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');
  return `${exponent < 0 ? '⁻' : ''}${raised}`;
}

function inPowers(digits: string, exponent: number): string {
  const power = `10${superscript(exponent)}`;
  if (digits === '1') return power;
  return digits === '-1' ? `-${power}` : `${digits} × ${power}`;
}

/** Whether a loss is best told as a power of ten. */
export const isLargeLoss = (loss: number): boolean => Number.isFinite(loss) && Math.abs(loss) >= LARGE_LOSS;

/** How many decimals leave a loss three digits that say something: 2.30, 0.0412, 0.000871, 1234. */
export function lossDecimals(loss: number): number {
  if (loss === 0 || !Number.isFinite(loss)) return 3;
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(loss)))));
}

/** A loss; a dash where there is none. */
export function lossText(loss: number | null): string {
  if (loss === null || !Number.isFinite(loss)) return '–';
  return isLargeLoss(loss) ? powerText(loss) : loss.toFixed(lossDecimals(loss));
}

/**
 * A share of one as it is written in per cent with so many decimals: one that is no whole is kept from being rounded up to a false 100 %, and one that is
 * more than nothing from a false 0 %: it is less than the least that the decimals tell.
 */
export function honestShare(share: number, digits: number): { readonly share: number; readonly isLess: boolean } {
  const step = 10 ** -(digits + 2);
  if (share < 1 && share > 1 - step / 2) return { share: 1 - step, isLess: false };
  const isLess = share > 0 && share < step / 2;
  return { share: isLess ? step : share, isLess };
}

/** A share of one in per cent, as both languages write it: 99.12%. Never rounds to a false 100%, nor to a false 0%: <0.01%. */
export function percentText(share: number, digits = 2): string {
  const { share: honest, isLess } = honestShare(share, digits);
  return `${isLess ? '<' : ''}${(100 * honest).toFixed(digits)}%`;
}

/** Seconds as m:ss, from an hour on as h:mm:ss. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
