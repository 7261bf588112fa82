import { computed, inject, provide, type ComputedRef, type InjectionKey, type WritableComputedRef } from 'vue';
import type { DraftSearch } from '../../../stores/draft-search.ts';
import { useTrainDraft } from '../../../stores/train-draft.ts';

const KEY: InjectionKey<() => boolean> = Symbol('searchable');

/** Called by a page of the Train screen: whether its fields offer to be searched now. */
export const provideSearchable = (offers: () => boolean): void => provide(KEY, offers);

/** Whether the page offers to search what stands on it. */
export const useOffersSearch = (): ComputedRef<boolean> => computed(inject<() => boolean>(KEY, () => false));

/** What a field knows of the search: whether it can be searched here, and what is searched of it. */
export function useSearchable(path: () => string | null | undefined) {
  const draft = useTrainDraft();
  const offers = inject(KEY, () => false);
  const option = computed(() => {
    const own = path();
    return own === null || own === undefined || !offers() ? null : draft.optionAt(own);
  });
  const parameter = computed(() => (option.value === null ? null : (draft.space[option.value.path] ?? null)));
  /** A part that is searched whole has its own options at the values that it is searched with. */
  const offered = computed(() => {
    if (option.value === null) return false;
    const outer = option.value.path.split('.').slice(0, -1).join('.');
    return !Object.hasOwn(draft.space, outer);
  });
  return { option, parameter, offered };
}

/** One part of how the draft is searched, for a control. */
export function draftPart<Part extends keyof DraftSearch>(part: Part): WritableComputedRef<DraftSearch[Part]> {
  const draft = useTrainDraft();
  return computed({
    get: () => draft.search[part],
    set: (value) => draft.changeSearch({ [part]: value } as Partial<DraftSearch>),
  });
}
