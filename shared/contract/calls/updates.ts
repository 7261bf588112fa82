import { z } from 'zod';
import { call } from '../define.ts';
import { updatesStatusSchema } from '../schemas/update.ts';
import { none } from './common.ts';

/** Newer versions of the studio. Nothing here asks the network but `look` and `fetch`, and a start where the settings say so. */
export const updatesCalls = {
  'updates.status': call(none, updatesStatusSchema),
  /** Reads the feed. What is found, and what fails, stands in the status. */
  'updates.look': call(none, updatesStatusSchema),
  /** Fetches the release that was found, in the background; progress comes as `updates.changed`. */
  'updates.fetch': call(none, z.null()),
  /** Ends the fetching, and nothing of it is left; or, once it is being installed, goes on without it: runs begin again. */
  'updates.cancel': call(none, z.null()),
  /** Hands the fetched release to the system, or puts it in the program's place. `busy-with-...`; what fails then stands in the status. */
  'updates.install': call(none, z.null()),
} as const;
