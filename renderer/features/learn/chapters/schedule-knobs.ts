import type { Schedule } from '../../../../shared/contract/schemas/recipe.ts';

/** One option of a schedule, as a slider sets it. */
export interface ScheduleKnob {
  readonly option: string;
  /** The symbol of the formula that it is. */
  readonly symbol: string;
  /** As the symbol is written; empty where the option only decides when it changes. */
  readonly sign: string;
  /** Its words: `recipe.rate.LABEL`. */
  readonly label:
    | 'stepEvery'
    | 'stepFactor'
    | 'cosineFinal'
    | 'cycleWarmUp'
    | 'cycleStart'
    | 'cycleFinal'
    | 'plateauFactor'
    | 'plateauPatience'
    | 'plateauMinimum';
  readonly range: readonly [min: number, max: number, step: number];
  /** Counted in epochs; else a share. */
  readonly epochs: boolean;
}

type Place = Pick<ScheduleKnob, 'symbol' | 'sign' | 'label'>;
const count = (option: string, place: Place, most: number): ScheduleKnob => ({
  ...{ option, ...place, range: [1, most, 1], epochs: true },
});
const share = (option: string, place: Place, range: ScheduleKnob['range'] = [0, 1, 0.01]): ScheduleKnob => ({
  ...{ option, ...place, range, epochs: false },
});
/** Shares of which neither none nor all makes sense. */
const BETWEEN = [0.05, 0.95, 0.05] as const;

/** What each kind of schedule is set by. */
export const SCHEDULE_KNOBS: Readonly<Record<Schedule['kind'], readonly ScheduleKnob[]>> = {
  constant: [],
  step: [
    count('everyEpochs', { symbol: 'k', sign: 'k', label: 'stepEvery' }, 20),
    share('factor', { symbol: 'gamma', sign: 'γ', label: 'stepFactor' }, BETWEEN),
  ],
  cosine: [share('final', { symbol: 'p', sign: 'p', label: 'cosineFinal' })],
  oneCycle: [
    share('warmUp', { symbol: 'r', sign: 'r', label: 'cycleWarmUp' }, BETWEEN),
    share('start', { symbol: 's', sign: 's', label: 'cycleStart' }),
    share('final', { symbol: 'p', sign: 'p', label: 'cycleFinal' }),
  ],
  plateau: [
    share('factor', { symbol: 'gamma', sign: 'γ', label: 'plateauFactor' }, BETWEEN),
    count('patience', { symbol: 'q', sign: '', label: 'plateauPatience' }, 10),
    share('minimum', { symbol: 'm', sign: 'm', label: 'plateauMinimum' }),
  ],
};

/** What a schedule has an option set to. */
export const optionOf = (schedule: Schedule, option: string): number =>
  (schedule as unknown as Readonly<Record<string, number>>)[option]!;

/** The schedule with an option set anew. */
export const withOption = (schedule: Schedule, option: string, value: number): Schedule =>
  ({ ...schedule, [option]: value }) as Schedule;
