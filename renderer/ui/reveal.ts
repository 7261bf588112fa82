import { inject, nextTick, provide } from 'vue';
import type { InjectionKey } from 'vue';

const KEY: InjectionKey<() => void> = Symbol('reveal');

/** Called by a component that hides its content, such as UiDisclosure: `open` shows it. */
export function provideReveal(open: () => void): void {
  const around = inject(KEY, () => undefined);
  provide(KEY, () => {
    around();
    open();
  });
}

/** Shows a control by opening all that hides it; resolves once it is on screen and can be focused. */
export function useReveal(): () => Promise<void> {
  const open = inject(KEY, () => undefined);
  return () => {
    open();
    return nextTick();
  };
}
