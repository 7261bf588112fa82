/** Of each stroke, when the pen was at each of its points: milliseconds since the first of them. */
export type StrokeTimes = readonly (readonly number[])[];

/**
 * The times of a drawing's points in a file's JSON, where every point has one and none goes back: the third number of a point, its `t`
 * or `time`, or (Quick Draw's) the third column of a stroke. Null otherwise: a third number may be the pen's pressure. The strokes have
 * been read before (readStrokes), so that their form is known.
 */
export function strokeTimes(strokes: readonly unknown[], asColumns: boolean): StrokeTimes | null {
  const times = strokes.map((stroke) => timesOf(isFields(stroke) ? stroke['points'] : stroke, asColumns));
  const all = times.flat();
  const first = all[0];
  if (first === undefined || !all.every((time, i) => isTime(time) && (i === 0 || time >= (all[i - 1] as number))))
    return null;
  // All the same is no time either.
  if (all.length > 1 && all.at(-1) === first) return null;
  return times.map((stroke) => stroke.map((time) => (time as number) - (first as number)));
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function timesOf(points: unknown, asColumns: boolean): unknown[] {
  const list = Array.isArray(points) ? (points as unknown[]) : [];
  if (asColumns) {
    const [xs, , times] = list as unknown[][];
    return (xs ?? []).map((_, i) => times?.[i]);
  }
  return list.map((point) => (isFields(point) ? (point['t'] ?? point['time']) : (point as unknown[])[2]));
}
