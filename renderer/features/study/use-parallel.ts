import { computed } from 'vue';
import type { StudyInfo, Trial } from '../../../shared/contract/schemas/study.ts';
import type { Dimension } from '../../../shared/study/dimension.ts';
import { parallelLines, type ParallelLine } from '../../../shared/study/pictures.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { shortParameterName, valueText } from './parameter-words.ts';
import { dimensionTicks, objectiveAxis } from './plot-axis.ts';
import { metricName, metricText } from './study-words.ts';

/** More lines than these are not told apart. */
export const MOST_LINES = 500;
export const PARALLEL_HEIGHT = 250;
/** Room for an axis with its name and ticks, pixels. */
const AXIS = 96;
const TOP = 8;
/** Below the axes stands what a trial did not search. */
const GAPS = 26;
const NO_GAPS = 8;
/** Shades by rank, the better the stronger. */
const SHADES = 4;

interface ParallelSource {
  readonly study: () => StudyInfo;
  readonly trials: () => readonly Trial[];
  /** Those that matter most first: of many, they alone have an axis. */
  readonly dimensions: () => readonly Dimension[];
  /** The objective, by its place. */
  readonly place: () => number;
  /** Pixels. */
  readonly width: () => number;
}

/** Parallel coordinates as they are drawn: axes, and each trial's line with its words. */
export function useParallel({ study, trials, dimensions, place, width }: ParallelSource) {
  const format = useFormat();
  const shown = computed(() => dimensions().slice(0, Math.max(1, Math.floor(width() / AXIS) - 1)));
  const objective = computed(() => study().spec.objectives[place()]!);
  const isBest = ({ number }: ParallelLine): boolean => study().best.includes(number);
  /** The best last, so that it is on top also where others have come to the same. */
  const lines = computed(() => {
    const sorted = parallelLines(shown.value, trials(), study().spec.objectives, place()).slice(-MOST_LINES);
    return [...sorted.filter((line) => !isBest(line)), ...sorted.filter(isBest)];
  });
  const reached = computed(() =>
    objectiveAxis(
      lines.value.map((line) => line.objective),
      objective.value,
      format.value,
    ),
  );
  const axes = computed(() => [
    ...shown.value.map((dimension) => ({
      key: dimension.path,
      name: shortParameterName(dimension.path),
      ticks: dimensionTicks(dimension, format.value),
    })),
    { key: 'objective', name: metricName(objective.value.metric), ticks: reached.value.ticks },
  ]);
  const hasGaps = computed(() => lines.value.some(({ at }) => at.includes(null)));
  const bottom = computed(() => (hasGaps.value ? GAPS : NO_GAPS));
  const across = (axis: number): number => ((axis + 0.5) * width()) / axes.value.length;
  /** Null: not searched, below the axis. */
  const up = (at: number | null): number =>
    at === null ? PARALLEL_HEIGHT - 8 : TOP + (1 - at) * (PARALLEL_HEIGHT - TOP - bottom.value);

  const drawn = computed(() =>
    lines.value.map((line, rank) => {
      const y = [...line.at.map(up), up(reached.value.unit(line.objective))];
      const shade = 2 + Math.floor((rank / lines.value.length) * SHADES);
      return {
        number: line.number,
        y,
        look: isBest(line) ? 'best' : `shade${shade}`,
        path: y.map((at, axis) => `${axis === 0 ? 'M' : 'L'}${across(axis)} ${at}`).join(''),
        words: t('study.point', { number: line.number, value: valuesOf(line) }),
      };
    }),
  );
  function valuesOf(line: ParallelLine): string {
    const values = line.values.map((value, i) => {
      const text = value === null ? t('study.parallel.absent') : valueText(shown.value[i]!.path, value, format.value);
      return `${axes.value[i]!.name} ${text}`;
    });
    return format.value.list([...values, metricText(objective.value.metric, line.objective, format.value)]);
  }
  const summary = computed(() => {
    const names = axes.value.map(({ name }) => name);
    const best = lines.value.at(-1);
    const sum = t('study.parallel.summary', { n: lines.value.length, names });
    return best ? `${sum} ${t('study.parallel.best', { values: valuesOf(best) })}` : sum;
  });

  return { shown, axes, lines, drawn, summary, hasGaps, across, up };
}
