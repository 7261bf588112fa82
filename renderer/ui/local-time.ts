/** A moment as a field for a local day and hour has it: `2026-11-29T18:00`. */
export function toLocal(moment: number): string {
  const date = new Date(moment);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Milliseconds since the Unix epoch; null where the field is empty or half filled in. */
export function fromLocal(text: string): number | null {
  const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(moment) ? null : moment;
}

const HOUR = 3_600_000;

/** The next full hour, milliseconds since the Unix epoch. */
export const nextHour = (): number => Math.ceil(Date.now() / HOUR) * HOUR;
