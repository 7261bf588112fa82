import { onScopeDispose, ref, watchEffect } from 'vue';

/** A page's own name while it is open, in place of its route's: the run's name. */
export const pageTitle = ref<string | null>(null);

/** Called by a view whose title is known only once its data is there. */
export function usePageTitle(title: () => string | null): void {
  watchEffect(() => (pageTitle.value = title()));
  onScopeDispose(() => (pageTitle.value = null));
}
