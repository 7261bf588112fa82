import { z } from 'zod';

/** One thing that the studio is made of, and its licence: an entry of licences/index.json beside the page. */
export const licenceEntrySchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  /** `program`: ours, and what is bundled with it; `native`: libraries and runtimes; `chromium`: what Chromium is made of. */
  group: z.enum(['program', 'native', 'chromium']),
  /** An SPDX expression; null: the text says it. */
  licence: z.string().nullable(),
  homepage: z.string().nullable(),
  /** The file beside the list that holds the text. */
  text: z.string().regex(/^[0-9a-f]{16}\.txt$/),
});

export const licenceListSchema = z.array(licenceEntrySchema);

export type LicenceEntry = z.infer<typeof licenceEntrySchema>;
