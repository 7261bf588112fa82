import { z } from 'zod';

/** A call that takes nothing. */
export const none = z.undefined().or(z.null()).optional();

/** Names a file or folder that the host knows: good for one connection (see files.ts). */
export const handle = z.string().min(8).max(64);
