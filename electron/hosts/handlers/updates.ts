import type { updatesCalls } from '../../../shared/contract/calls/updates.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { ServiceSet } from '../service-set.ts';

/** Newer versions of the studio. */
export const updatesHandlers = ({ updates }: Pick<ServiceSet, 'updates'>): Handlers<typeof updatesCalls> => ({
  'updates.status': () => updates.status,
  'updates.look': () => updates.look(),
  'updates.fetch': () => {
    updates.fetch();
    return null;
  },
  'updates.cancel': async () => {
    await updates.cancel();
    return null;
  },
  'updates.install': async () => {
    await updates.install();
    return null;
  },
});
