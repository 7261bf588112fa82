import { computed, shallowRef } from 'vue';
import { z } from 'zod';
import type { TrialRequest } from '../../shared/contract/schemas/run.ts';
import {
  objectiveSchema,
  parameterSchema,
  queueAddressSchema,
  samplerSchema,
} from '../../shared/contract/schemas/study.ts';
import type { Parameter, Space, StudySpec } from '../../shared/contract/schemas/study.ts';
import { isReported } from '../../shared/study/measure.ts';
import { searchOption, type Base } from '../../shared/study/option.ts';
import type { SearchOption } from '../../shared/study/search-option.ts';
import { parameterFault, type ParameterFault } from '../../shared/study/parameter-fault.ts';
import { pickedSpace } from '../../shared/study/picked-space.ts';
import { proposeParameter } from '../../shared/study/propose.ts';

/** What is searched and how, as the window's storage keeps it; what a kept draft lacks or has torn is as on a first day. */
export const draftSearchSchema = z.object({
  /** All that was picked, by the options' paths. What the model and the recipe have no option for rests. */
  searched: z.record(z.string(), z.unknown()).transform(readable).catch({}),
  sampler: samplerSchema.catch('tpe'),
  pruner: z.enum(['none', 'asha']).catch('none'),
  ashaMinimum: z.number().int().min(1).max(1000).catch(1),
  ashaReduction: z.number().int().min(2).max(20).catch(3),
  objectives: z
    .array(objectiveSchema)
    .min(1)
    .max(3)
    .catch([{ metric: 'validationAccuracy', direction: 'maximize' }]),
  budgetBy: z.enum(['trials', 'minutes', 'both']).catch('trials'),
  trials: z.number().int().min(1).max(10_000).catch(20),
  minutes: z.number().positive().max(100_000).catch(60),
  bestSeeds: z.number().int().min(1).max(20).catch(1),
  /** Empty: on this machine. */
  queue: z.string().max(300).catch(''),
});

export type DraftSearch = Readonly<z.infer<typeof draftSearchSchema>>;

/** Entries that nobody can read are left out. */
function readable(entries: Record<string, unknown>): Space {
  const read = Object.entries(entries).map(([path, entry]) => [path, parameterSchema.safeParse(entry).data] as const);
  return Object.fromEntries(read.filter((one): one is [string, Parameter] => one[1] !== undefined));
}

/** No search, and what one begins with. */
export const firstSearch = (): DraftSearch => draftSearchSchema.parse({});

const PARTS = Object.keys(draftSearchSchema.shape) as (keyof DraftSearch)[];
/** The search of whatever holds it among other things. */
export const searchOf = (document: DraftSearch): DraftSearch =>
  Object.fromEntries(PARTS.map((part) => [part, document[part]])) as DraftSearch;

/** The search that a draft's picks come to. `base` is null where nothing can be searched: of a model that is not known yet. */
export function useDraftSearch(first: DraftSearch, base: () => Base | null, available: () => number) {
  const search = shallowRef(searchOf(first));
  const change = (changes: Partial<DraftSearch>): void => void (search.value = { ...search.value, ...changes });

  const space = computed(() => {
    const of = base();
    return of === null ? {} : pickedSpace(search.value.searched, of);
  });
  const searching = computed(() => Object.keys(space.value).length > 0);

  /** An option that can be searched; null where there is none. */
  function optionAt(path: string): SearchOption | null {
    const of = base();
    const option = of === null ? null : searchOption(of, path);
    if (option === null || path !== 'data.limit') return option;
    return { ...option, value: option.value ?? available(), bounds: { ...option.bounds, maximum: available() } };
  }
  /** Begins to search an option, with what is usual for it. */
  function pick(path: string): void {
    const option = optionAt(path);
    if (option !== null) setParameter(path, proposeParameter(option));
  }
  const setParameter = (path: string, parameter: Parameter): void =>
    change({ searched: { ...search.value.searched, [path]: parameter } });
  function unpick(path: string): void {
    const others = Object.entries(search.value.searched).filter(([other]) => other !== path);
    change({ searched: Object.fromEntries(others) });
  }
  const clear = (): void => change({ searched: {} });

  /** What is wrong with each parameter by itself. */
  const faults = computed<ReadonlyMap<string, ParameterFault>>(() => {
    const found = Object.entries(space.value).map(([path, parameter]) => {
      const option = optionAt(path);
      return [path, option && parameterFault(parameter, option)] as const;
    });
    return new Map(found.filter((one): one is [string, ParameterFault] => one[1] !== null));
  });
  const queueFault = computed(
    () => search.value.queue !== '' && !queueAddressSchema.safeParse(search.value.queue).success,
  );
  const isAshaIdle = computed(() => {
    const { pruner, objectives } = search.value;
    return pruner === 'asha' && (objectives.length > 1 || !isReported(objectives[0]!.metric));
  });
  /** Options that a grid cannot go through: ranges without steps. */
  const endless = computed(() => {
    if (search.value.sampler !== 'grid') return [];
    const isEndless = (parameter: Parameter): boolean => !('choices' in parameter || parameter.int || parameter.step);
    return Object.keys(space.value).filter((path) => isEndless(space.value[path]!));
  });

  /** Seeds that the best is trained with in all. Several objectives have no single best, which could be repeated. */
  const seedsOfBest = computed(() => (search.value.objectives.length > 1 ? 1 : search.value.bestSeeds));

  /** Runs that a search begins at most; null where minutes are its only budget. */
  const searchRuns = computed(() => {
    const { budgetBy, trials } = search.value;
    return budgetBy === 'minutes' ? null : trials + seedsOfBest.value - 1;
  });

  /** The study of a run; null while something of it is wrong. */
  function studyOf(run: TrialRequest): StudySpec | null {
    if (!searching.value || faults.value.size > 0 || queueFault.value) return null;
    if (isAshaIdle.value || endless.value.length > 0) return null;
    const { sampler, pruner, ashaMinimum, ashaReduction, objectives, budgetBy, trials, minutes, queue } = search.value;
    return {
      name: run.name,
      base: run,
      space: space.value,
      sampler,
      pruner: pruner === 'none' ? { kind: 'none' } : { kind: 'asha', minimum: ashaMinimum, reduction: ashaReduction },
      objectives,
      budget: { ...(budgetBy !== 'minutes' && { trials }), ...(budgetBy !== 'trials' && { minutes }) },
      seeds: seedsOfBest.value,
      seed: run.recipe.seed,
      queue: queue === '' ? null : queue,
    };
  }

  return {
    search,
    searching,
    space,
    searchFaults: faults,
    queueFault,
    isAshaIdle,
    changeSearch: change,
    optionAt,
    pick,
    setParameter,
    unpick,
    clearSearch: clear,
    endless,
    seedsOfBest,
    searchRuns,
    studyOf,
  };
}
