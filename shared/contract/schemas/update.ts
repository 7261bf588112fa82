import { z } from 'zod';
import { errorDataSchema } from './error.ts';
import { momentSchema } from './moment.ts';

/** A version as Semantic Versioning 2.0 writes it. */
export const versionSchema = z
  .string()
  .max(100)
  .regex(
    /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z.-]+)?$/,
  );

/** What a program was installed from, as far as updates are concerned; `none`: a package that is never updated by itself. */
export const packageFormatSchema = z.enum(['deb', 'rpm', 'AppImage', 'nsis', 'zip', 'none']);

/** Where a feed may lie: encrypted, or on this very machine. */
export const isFeedAddress = (address: string): boolean =>
  /^https:\/\/[^\s/?#@]+(\/[^\s]*)?$/i.test(address) ||
  /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/[^\s]*)?$/i.test(address);

export const feedAddressSchema = z.string().max(2000).refine(isFeedAddress);

/** Whether the studio looks by itself: never, or each time that it starts. */
export const updateChoiceSchema = z.enum(['off', 'on-start']);

/** What changed, for people: plain text in lines. */
export const releaseNotesSchema = z.object({ en: z.string().max(8000), 'zh-CN': z.string().max(8000) });

/** A release that the makers have signed. */
export const releaseSchema = z.object({
  version: versionSchema,
  /** The day of the release: 2026-11-30. */
  date: z.iso.date(),
  notes: releaseNotesSchema,
  /** Size of the file for this package; null: the release has none. */
  bytes: z.number().nullable(),
});

/**
 * How a fetched file is installed: in the system's program for packages, or by a command in a terminal; by taking this program's place and
 * starting anew; by its own set-up program; by the user's hand, out of its folder.
 */
const handOverSchema = z.discriminatedUnion('how', [
  z.object({ how: z.literal('package'), command: z.string() }),
  z.object({ how: z.enum(['restart', 'setup', 'folder']) }),
]);

export const updateStepSchema = z.discriminatedUnion('state', [
  /** Run from a checkout, seen in a browser, from a package that is never updated, or of makers who have named no key. */
  z.object({ state: z.literal('unsupported'), reason: z.enum(['checkout', 'browser', 'package', 'unsigned']) }),
  /** Nothing was asked since the program began. */
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('looking') }),
  z.object({ state: z.literal('current') }),
  z.object({ state: z.literal('available'), release: releaseSchema }),
  z.object({
    state: z.literal('downloading'),
    release: releaseSchema,
    bytes: z.number(),
    etaSeconds: z.number().nullable(),
  }),
  /** The file lies there, checked. */
  z.object({ state: z.literal('ready'), release: releaseSchema, handOver: handOverSchema }),
  /** It was handed to the system; runs wait until the program starts anew, or the user goes on without it. */
  z.object({ state: z.literal('installing'), release: releaseSchema, handOver: handOverSchema }),
  /** Looking failed; or with a release, fetching it; or with a way to install it by hand, installing it. */
  z.object({
    state: z.literal('failed'),
    error: errorDataSchema,
    release: releaseSchema.nullable(),
    handOver: handOverSchema.nullable(),
  }),
]);

export const updatesStatusSchema = z.object({
  /** Where is looked; null: nobody has said where. */
  feed: z.string().nullable(),
  /** When the feed was last read and found right. */
  lookedAt: momentSchema.nullable(),
  /** Whether the last look was the program's own, at its start. */
  byItself: z.boolean(),
  step: updateStepSchema,
});

export type PackageFormat = z.infer<typeof packageFormatSchema>;
export type Release = z.infer<typeof releaseSchema>;
export type HandOver = z.infer<typeof handOverSchema>;
export type UpdateStep = z.infer<typeof updateStepSchema>;
export type UpdatesStatus = z.infer<typeof updatesStatusSchema>;
