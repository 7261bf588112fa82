import type { InjectionKey } from 'vue';

/** Provided by a page whose rail numbers the parts of the way: their headings then have no number of their own. */
export const UNNUMBERED: InjectionKey<boolean> = Symbol('unnumbered');
