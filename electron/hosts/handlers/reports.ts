import type { reportsCalls } from '../../../shared/contract/calls/reports.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { ServiceSet } from '../service-set.ts';

/** The log, and what a person makes of it to report a problem. */
export const reportsHandlers = ({ reports }: Pick<ServiceSet, 'reports'>): Handlers<typeof reportsCalls> => ({
  'reports.log': () => reports.log(),
  'reports.clear': async () => {
    await reports.clear();
    return null;
  },
  'reports.reveal': async () => {
    await reports.reveal();
    return null;
  },
  'reports.problem': ({ page }) => reports.problem(page),
  'reports.pageFault': (fault) => {
    reports.pageFault(fault);
    return null;
  },
});
