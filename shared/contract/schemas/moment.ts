import { z } from 'zod';

/** The last moment that a Date can tell. */
export const LAST_MOMENT = 8.64e15;

/** Milliseconds since the Unix epoch. A file that says more was damaged: no window, report or terminal can show it as a date. */
export const momentSchema = z.number().min(-LAST_MOMENT).max(LAST_MOMENT);
