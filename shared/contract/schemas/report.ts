import { z } from 'zod';

/** The memory image of a process that crashed. It stays where it is: it may hold whatever the process did. */
const crashDumpSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  /** Milliseconds since the Unix epoch. */
  at: z.number(),
});

/** What the log says and where it lies. */
export const logViewSchema = z.object({
  folder: z.string(),
  /** The last ones, the oldest first. */
  lines: z.array(z.string()),
  dumps: z.array(crashDumpSchema),
});

/** An error of the page that nothing caught. The page cuts what is longer. */
export const pageFaultSchema = z.object({
  message: z.string().max(2000),
  stack: z.string().max(8000).nullable(),
  /** The name of the screen's route. */
  screen: z.string().max(60).nullable(),
});

/** What the page knows of where it is shown. */
export const pageFactsSchema = z.object({
  userAgent: z.string().max(500),
  width: z.number().int(),
  height: z.number().int(),
  pixelRatio: z.number(),
});

/** A problem's report: a text for a person to read before they send it to anybody. */
export const problemReportSchema = z.object({ name: z.string(), text: z.string() });

export type CrashDump = z.infer<typeof crashDumpSchema>;
export type LogView = z.infer<typeof logViewSchema>;
export type PageFault = z.infer<typeof pageFaultSchema>;
export type PageFacts = z.infer<typeof pageFactsSchema>;
export type ProblemReport = z.infer<typeof problemReportSchema>;
