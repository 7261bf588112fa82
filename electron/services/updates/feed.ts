import { z } from 'zod';
import {
  isFeedAddress,
  packageFormatSchema,
  releaseSchema,
  versionSchema,
} from '../../../shared/contract/schemas/update.ts';
import type { PackageFormat, Release } from '../../../shared/contract/schemas/update.ts';

/** One file of a release: a package of one format for one platform. */
const releaseFileSchema = z.object({
  /** As Node names it: linux-x64. */
  platform: z.string().regex(/^[a-z0-9]+-[a-z0-9]+$/),
  format: packageFormatSchema.exclude(['none']),
  /** Relative to the feed, or whole. */
  url: z.string().min(1).max(2000),
  size: z.int().positive().max(4e9),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * The list of releases: one JSON file, signed as a whole, that names the newest one. Fields that a later studio adds are passed over;
 * a change that an older one must not pass over raises `format`.
 */
export const feedSchema = z.object({
  format: z.literal(1),
  product: z.literal('inkstone'),
  /** When it was signed: an older one than was seen before is refused. */
  published: z.iso.datetime(),
  expires: z.iso.datetime(),
  version: versionSchema,
  ...releaseSchema.pick({ date: true, notes: true }).shape,
  files: z.array(releaseFileSchema).max(50),
});

export type ReleaseFile = z.infer<typeof releaseFileSchema>;
export type Feed = z.infer<typeof feedSchema>;

/** The file's name beside the feed's own: its signatures. */
export const SIGNATURE_SUFFIX = '.sig';

/** What the feed has for a package; null if the release has none, or names an address that is not to be asked. */
export function fileFor(
  feed: Feed,
  platform: string,
  format: PackageFormat,
  address: string,
): (ReleaseFile & { readonly address: string }) | null {
  const file = feed.files.find((one) => one.platform === platform && one.format === format);
  if (!file) return null;
  const whole = wholeAddress(file.url, address);
  return whole !== null && isFeedAddress(whole) ? { ...file, address: whole } : null;
}

function wholeAddress(url: string, base: string): string | null {
  try {
    return new URL(url, base).href;
  } catch {
    return null;
  }
}

export const releaseOf = ({ version, date, notes }: Feed, bytes: number | null): Release => ({
  version,
  date,
  notes,
  bytes,
});
