import { computed, readonly, ref, watchEffect } from 'vue';
import type { Ref } from 'vue';
import type { Theme } from '../../shared/contract/schemas/settings.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const systemDark = ref(dark.matches);
dark.addEventListener('change', (event) => (systemDark.value = event.matches));

const choice = ref<Theme>('system');
/** How many pages are laid out for paper: it is light whatever the theme is. */
const papers = ref(0);
const resolved = computed<'light' | 'dark'>(() => {
  if (papers.value > 0) return 'light';
  return choice.value === 'system' ? (systemDark.value ? 'dark' : 'light') : choice.value;
});
watchEffect(() => (document.documentElement.dataset.theme = resolved.value), { flush: 'sync' });

/** The theme that is on screen. What paints on a canvas watches it and reads its colours anew. */
export const theme: Readonly<Ref<'light' | 'dark'>> = readonly(resolved);

/** Takes the user's choice; `system` follows prefers-color-scheme live. */
export function setTheme(chosen: Theme): void {
  choice.value = chosen;
}

/** Shows the page as paper, until the function that it returns is called. */
export function layOnPaper(): () => void {
  papers.value++;
  return () => void papers.value--;
}

/** A token's value in the theme on screen, for canvases. */
export function token(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
