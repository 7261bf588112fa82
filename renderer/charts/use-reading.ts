import { computed, ref } from 'vue';
import { t, useFormat } from '../i18n/index.ts';
import type { Curve } from './chart-model.ts';
import type { Reading } from './ChartReading.vue';
import type { LineCanvas } from './line-canvas.ts';
import { indexAt } from './series.ts';
import type { LineSeries } from './series.ts';

/** What `useReading` needs from a chart. */
export interface ReadableChart {
  readonly curves: () => readonly Curve[];
  /** Null before it was painted first, and where nothing can be painted. */
  readonly chart: () => LineCanvas['chart'] | null;
  /** Goes up when the canvas was painted: pixel positions are new. */
  readonly painted: () => number;
  /** A place on the x axis, and a value of a curve, in words. */
  readonly place: (at: number) => string;
  readonly value: (at: number) => string;
  /** Takes the place that is read, by a click or by Enter. */
  readonly pick: (at: number) => void;
}

/** The values of all curves at one place, which the pointer or the arrow keys choose; also for screen readers. */
export function useReading({ curves, chart, painted, place, value, pick }: ReadableChart) {
  const format = useFormat();
  /** The place on the x axis that is read. */
  const hovered = ref<number | null>(null);

  const reading = computed<Reading | null>(() => {
    const painter = chart();
    const at = hovered.value;
    if (at === null || painter === null || curves().length === 0 || painted() === 0) return null;
    const { chartArea, scales } = painter;
    const x = scales['x']!.getPixelForValue(at);
    const items = curves().map(({ series, shown }) => {
      const index = indexAt(series.x, series.length, at);
      const known = shown[index] ?? NaN;
      const y = Number.isFinite(known) ? scales['y']!.getPixelForValue(known) : null;
      return {
        name: series.name,
        color: series.color,
        value: Number.isFinite(known) ? withInterval(series, index, value(known)) : '–',
        y: y === null || y < chartArea.top || y > chartArea.bottom ? null : y,
      };
    });
    return {
      place: place(at),
      x,
      top: chartArea.top,
      height: chartArea.bottom - chartArea.top,
      flip: x > (chartArea.left + chartArea.right) / 2,
      items,
    };
  });
  function withInterval({ interval }: LineSeries, index: number, known: string): string {
    const [low, high] = [interval?.low[index] ?? NaN, interval?.high[index] ?? NaN];
    if (!Number.isFinite(low) || !Number.isFinite(high)) return known;
    return t('common.chart.interval', { value: known, low: value(low), high: value(high) });
  }
  const spoken = computed(() => {
    if (reading.value === null) return '';
    return format.value.list([reading.value.place, ...reading.value.items.map((item) => `${item.name} ${item.value}`)]);
  });

  /** The crosshair stands on a point of the densest curve; null where there is none. */
  const dense = (): LineSeries | null => {
    const [first, ...others] = curves().map(({ series }) => series);
    return first === undefined ? null : others.reduce((a, b) => (b.length > a.length ? b : a), first);
  };

  function readAt({ x, length }: LineSeries, index: number): void {
    hovered.value = x[Math.min(length - 1, Math.max(0, index))]!;
  }

  function onPointer(event: MouseEvent): void {
    const [series, painter] = [dense(), chart()];
    if (series === null || painter === null) return;
    readAt(series, indexAt(series.x, series.length, painter.scales['x']!.getValueForPixel(event.offsetX) ?? 0));
  }

  function onClick(event: MouseEvent): void {
    onPointer(event);
    if (hovered.value !== null) pick(hovered.value);
  }

  function onKey(event: KeyboardEvent): void {
    const series = dense();
    if (series === null) return;
    const { x, length } = series;
    const stride = Math.max(1, Math.round(length / 100));
    const now = hovered.value === null ? length - 1 : indexAt(x, length, hovered.value);
    const to = { ArrowLeft: now - stride, ArrowRight: now + stride, Home: 0, End: length - 1 }[event.key];
    if (event.key === 'Escape' && hovered.value !== null) hovered.value = null;
    else if (event.key === 'Enter' && hovered.value !== null) pick(hovered.value);
    else if (to === undefined) return;
    else readAt(series, to);
    event.preventDefault();
  }

  const leave = (): void => void (hovered.value = null);
  return { reading, spoken, onPointer, onClick, onKey, leave };
}
