/**
 * An SVG path through `values`, evenly spread over `width` and from 0 (at `height`) to their largest (at 0).
 * Empty of fewer than two values.
 */
export function sparkline(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const largest = Math.max(...values, Number.MIN_VALUE);
  return values
    .map((value, i) => {
      const x = ((i * width) / (values.length - 1)).toFixed(1);
      const y = (height - (value / largest) * height).toFixed(1);
      return `${i === 0 ? 'M' : 'L'}${x} ${y}`;
    })
    .join('');
}
