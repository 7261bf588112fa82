import { NON_SIGN_KINDS } from '../data/non-signs/kinds.ts';

/** What an image shows: a sign of the task, or one of the kinds of non-signs. */
export const KINDS = ['sign', ...NON_SIGN_KINDS] as const;
