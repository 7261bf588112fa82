import { computed, inject, onScopeDispose, provide, shallowReactive, useId } from 'vue';
import type { ComputedRef, InjectionKey } from 'vue';

/** The room that a chart's numbers and labels take, in pixels. */
export interface Margins {
  readonly left: number;
  readonly right: number;
}

interface Alignment {
  readonly wishes: Map<string, Margins>;
  readonly margins: ComputedRef<Margins>;
}

const KEY: InjectionKey<Alignment> = Symbol('alignment');

/**
 * Called by a component that shows charts one above the other: all of them use the widest margins, so that a step is at
 * the same place in each.
 */
export function provideAlignment(): void {
  provide(KEY, alignment());
}

/** Called by a chart: the margins to use. A chart that stands alone uses those that it asks for. */
export function useAlignment(): { margins: ComputedRef<Margins>; wish: (own: Margins) => void } {
  const { wishes, margins } = inject(KEY, alignment, true);
  const id = useId();
  onScopeDispose(() => wishes.delete(id));
  return {
    margins,
    wish(own) {
      const before = wishes.get(id);
      if (before?.left !== own.left || before.right !== own.right) wishes.set(id, own);
    },
  };
}

function alignment(): Alignment {
  const wishes = shallowReactive(new Map<string, Margins>());
  const margins = computed(() => ({
    left: Math.max(0, ...[...wishes.values()].map(({ left }) => left)),
    right: Math.max(0, ...[...wishes.values()].map(({ right }) => right)),
  }));
  return { wishes, margins };
}
