import type { Run, TestResult } from '../../../shared/contract/schemas/run.ts';
import type { ComparedLine } from '../../../shared/runs/compared-lines.ts';
import { paretoFront } from '../../../shared/runs/pareto.ts';
import { stateOf, testedOn, type TestSet } from '../../../shared/runs/tested-lines.ts';
import { accuracyAxis, logTicks, niceTicks } from '../../charts/axis.ts';
import { lineName, lookOf, type Cost } from './use-compared.ts';

/** A line, or another run on the same images, by what it costs and what it came to. */
export interface TradeoffPoint {
  readonly id: string;
  readonly name: string;
  /** Null: another run. */
  readonly color: 1 | 2 | 3 | 4 | 5 | null;
  readonly cost: number;
  readonly accuracy: number;
  readonly interval95: readonly [number, number] | null;
}

/** Bytes of a weight: float32. */
const WEIGHT = 4;
/** More other runs than these are not drawn. */
const MOST_OTHERS = 2000;

/** What is known of a run that is not compared. */
export interface OtherRun extends Pick<Run, 'id' | 'parameters'> {
  readonly spec: { readonly name: string; readonly data: Pick<Run['spec']['data'], 'states'> };
  readonly result: {
    readonly seconds: number;
    readonly tests: readonly Pick<TestResult, 'dataset' | 'n' | 'accuracy'>[];
  } | null;
}

/** The lines first, then the newest of the other runs that were tested on as many images of the same data. */
export function tradeoffPoints(
  lines: readonly ComparedLine[],
  others: readonly OtherRun[],
  set: TestSet,
  cost: Cost,
): TradeoffPoint[] {
  const shown = new Set(lines.flatMap(({ runs }) => runs.map(({ id }) => id)));
  const costOf = (parameters: number, seconds: number | null): number =>
    ({ parameters, bytes: WEIGHT * parameters, seconds: seconds ?? NaN })[cost];
  const own = lines.flatMap((line): TradeoffPoint[] => {
    const tested = testedOn(line.runs, set.key);
    if (!tested) return [];
    const { accuracy, interval95, parameters, seconds } = tested;
    const look = { id: line.id, name: lineName(line), color: lookOf(line).color };
    return [{ ...look, cost: costOf(parameters, seconds), accuracy, interval95 }];
  });
  const grey = others.flatMap(({ id, spec, result, parameters }): TradeoffPoint[] => {
    const test = result?.tests.find(({ dataset, n }) => dataset === set.dataset && n === set.n);
    if (!test || shown.has(id) || stateOf(spec.data, set.dataset) !== set.state) return [];
    const { accuracy } = test;
    return [
      { id, name: spec.name, color: null, cost: costOf(parameters, result!.seconds), accuracy, interval95: null },
    ];
  });
  return [...own, ...grey.slice(0, MOST_OTHERS)].filter((point) => point.cost > 0);
}

/** Where a plot's parts stand, in its own pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A plot of points on a logarithmic axis of cost, with the Pareto front of all of them. */
export function tradeoffPlot(points: readonly TradeoffPoint[], room: Room) {
  const costs = points.map(({ cost }) => cost);
  const [low, high] = [Math.min(...costs) / 1.5, Math.max(...costs) * 1.5];
  const ends = points.flatMap(({ color, accuracy, interval95 }) => (color && interval95 ? interval95 : [accuracy]));
  // A run that learned nothing would press all others into a line.
  const lowest = Math.min(...ends.filter((_, i, all) => all[i]! > 0.5 * Math.max(...all)), 1);
  const axis = accuracyAxis({ low: lowest, high: 1 });
  const x = (cost: number): number =>
    room.left + (Math.log(cost / low) / Math.log(high / low)) * (room.width - room.left - room.right);
  const y = (accuracy: number): number =>
    room.top +
    ((axis.high - Math.max(axis.low, accuracy)) / (axis.high - axis.low)) * (room.height - room.top - room.bottom);
  const front = paretoFront(points.map(({ cost, accuracy }) => ({ cost, gain: accuracy }))).map((i) => points[i]!);
  return {
    x,
    y,
    front,
    frontPath: front.map(({ cost, accuracy }, i) => `${i === 0 ? 'M' : 'L'}${x(cost)} ${y(accuracy)}`).join(''),
    xTicks: ticksOf(low, high),
    yTicks: niceTicks(axis.low, axis.high, 4),
  };
}

/** Ticks that have room: of a narrow range all, of a wide one the decades. */
function ticksOf(low: number, high: number): number[] {
  const ticks = logTicks({ low, high }).filter((tick) => tick >= low && tick <= high);
  return ticks.length <= 5 ? ticks : ticks.filter((tick) => Number.isInteger(Math.log10(tick)));
}
