import { z } from 'zod';

/** An image's place in its part of a data set, a class's in a task. */
export const place = z.number().int().nonnegative();
export const count = z.number().int().nonnegative();
/** Of 0 things there is no share: null, never 0 and never NaN. */
export const share = z.number().min(0).max(1).nullable();
export const interval = z.tuple([z.number(), z.number()]);
