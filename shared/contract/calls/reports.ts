import { z } from 'zod';
import { call } from '../define.ts';
import { logViewSchema, pageFactsSchema, pageFaultSchema, problemReportSchema } from '../schemas/report.ts';
import { none } from './common.ts';

/** The log, which stays on this machine, and the report of a problem that a person makes of it. */
export const reportsCalls = {
  'reports.log': call(none, logViewSchema),
  /** Removes the log and the memory images of crashes. */
  'reports.clear': call(none, z.null()),
  /** Shows the log's folder in the system's file manager. `unsupported` in the web host. */
  'reports.reveal': call(none, z.null()),
  /** A report of now: nothing is kept or sent. `page`: null if none is shown. */
  'reports.problem': call(z.object({ page: pageFactsSchema.nullable() }), problemReportSchema),
  /** Writes an error of the page into the log. Of many only the first ones are written. */
  'reports.pageFault': call(pageFaultSchema, z.null()),
} as const;
