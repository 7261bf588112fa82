import { z } from 'zod';
import { batchPageSchema, fieldCropSchema } from '../schemas/batch.ts';
import { call } from '../define.ts';
import { formFieldsSchema, formIdSchema, formSchema } from '../schemas/form.ts';
import { errorDataSchema } from '../schemas/error.ts';
import { nameSchema } from '../schemas/name.ts';
import { greySchema } from '../schemas/picture.ts';
import { lineModelSchema } from '../schemas/reading.ts';
import { handle, none } from './common.ts';

const ref = z.object({ id: formIdSchema });
const part = z.number().int().nonnegative().default(0);

/**
 * Templates of forms: a scan of the empty form, and the fields that were drawn on it. What is read with them are batches (batches.ts).
 */
export const formsCalls = {
  /** By name, and those that cannot be read, with the reason: `file-torn`, `file-newer`, storage errors. */
  'forms.list': call(
    none,
    z.object({
      forms: z.array(formSchema),
      unreadable: z.array(z.object({ id: formIdSchema, error: errorDataSchema })),
    }),
  ),
  /** The scan of the empty form, in the size that its fields are drawn on. Throws `form-not-found` {id}, `file-torn`; so the next ones. */
  'forms.scan': call(ref, greySchema),
  /**
   * A template without fields, from a picture of the empty form: the `part`-th page of a file that `paper.parts` counts, its levels made grey and, where it is large,
   * small. Throws `form-scan-poor` {file} for one with too little print to be found again, and what keeps the file from being read.
   */
  'forms.create': call(z.object({ handle, part, name: nameSchema(120) }), formSchema),
  /** Throws `form-changed` {name} where `expected` is not its present revision: another window has changed it. */
  'forms.save': call(
    ref.extend({
      expected: z.number().int().positive(),
      name: nameSchema(120).optional(),
      fields: formFieldsSchema.optional(),
    }),
    formSchema,
  ),
  /** To the trash; `forms.restore` brings it back until the studio closes. Batches keep what they were begun with. */
  'forms.remove': call(ref, z.null()),
  'forms.restore': call(ref, formSchema),
  /**
   * Reads one filled page with a template, for a look; nothing is kept. `straight`: the page brought into the template's place.
   * Throws `form-fieldless` {name}, `page-other-form` {file}, and what keeps the file from being read.
   */
  'forms.try': call(
    ref.extend({ handle, part, model: lineModelSchema }),
    z.object({ page: batchPageSchema, straight: greySchema, crops: z.array(fieldCropSchema) }),
  ),
  /** A template as one JSON file, its scan in it (docs/forms.md). */
  'forms.export': call(ref, z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) })),
  /**
   * A template from such a file, or from one that was written by hand, whose scan lies beside it. Throws `form-file-invalid` {file, reason},
   * `form-scan-missing` {file, scan}, `file-newer` {path}, and what keeps the scan from being read.
   */
  'forms.import': call(z.object({ handle }), formSchema),
} as const;
