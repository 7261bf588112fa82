import type { en } from './en.ts';

/** All messages. English is the source: the other language must have the same keys. */
export type Messages = Same<typeof en>;

/** The same keys with any words. */
export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };

/** Dotted paths to every word: `common.cancel`. */
export type Paths<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Paths<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

export type MessageKey = Paths<typeof en>;

/** Values for a message's placeholders. Numbers and lists of names are shown by locale; `n` chooses between singular and plural. */
export type MessageParams = Readonly<Record<string, string | number | readonly string[]>>;
