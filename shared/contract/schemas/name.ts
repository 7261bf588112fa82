import { z } from 'zod';

/** Tabs, line ends and the other controls: a name is one line, and a terminal must not obey it. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/**
 * Invisible characters, which can turn the direction of the text after them or make two names look the same. Joiners
 * are kept: some scripts need them.
 */
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/** A name as it is kept: one line of text without characters that are not seen. */
export const cleanName = (name: string): string => name.replace(CONTROLS, ' ').replace(UNSEEN, '').trim();

/**
 * What is the same for two names that look the same: however their characters are composed, their spaces are set, and whatever is not
 * seen in them.
 */
export const nameKey = (name: string): string => cleanName(name).normalize('NFC').replace(/\s+/gu, ' ');

/** The beginning of a name, at most `longest` code units, without half a character at its end. */
export const cutName = (name: string, longest: number): string =>
  name
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/u, '')
    .trim();

/** A name that somebody gives to something: cleaned, then 1 to `longest` code units. */
export const nameSchema = (longest: number) => z.string().overwrite(cleanName).min(1).max(longest);
