import { z } from 'zod';
import {
  fieldIdSchema,
  fieldKindSchema,
  formFieldsSchema,
  FORM_LIMITS,
  type Form,
  type FormField,
} from '../contract/schemas/form.ts';
import { nameSchema } from '../contract/schemas/name.ts';
import { checkDigitSchema, dateOrderSchema } from '../contract/schemas/reading.ts';

/** How a scan that lies in the file itself begins. */
const EMBEDDED = /^data:image\/[a-z+.-]+;base64,/;

/**
 * A template as one file, version 1, written by the studio or by hand (docs/forms.md). `scan`: the picture of the empty form, by its path from
 * the file, or in it as a data URL. Boxes are x, y, width, height in that picture's pixels.
 */
export const templateFileSchema = z.object({
  version: z.literal(1),
  name: nameSchema(120),
  scan: z.string().min(1),
  fields: z
    .array(
      z.object({
        id: fieldIdSchema.optional(),
        name: nameSchema(80),
        kind: fieldKindSchema,
        length: z.number().int().positive().nullish(),
        check: checkDigitSchema.default('none'),
        order: dateOrderSchema.nullable().default(null),
        box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      }),
    )
    .max(FORM_LIMITS.fields),
});

export type TemplateFile = z.infer<typeof templateFileSchema>;

/** The bytes of a scan that lies in the file, as base64; null: it is named by its path. */
export const embeddedScan = ({ scan }: TemplateFile): string | null =>
  EMBEDDED.test(scan) ? scan.replace(EMBEDDED, '') : null;

/** The fields of a file, in pixels of a scan that was made small by `factor`. Throws ZodError for fields that no template has. */
export function fieldsOf({ fields }: TemplateFile, factor: number): FormField[] {
  const taken = new Set(fields.flatMap(({ id }) => id ?? []));
  let next = 1;
  const freeId = (): string => {
    while (taken.has(`f${next}`)) next++;
    taken.add(`f${next}`);
    return `f${next}`;
  };
  return formFieldsSchema.parse(
    fields.map(({ id, length, box: [x, y, width, height], ...field }) => ({
      ...field,
      id: id ?? freeId(),
      length: length ?? null,
      box: { x: x / factor, y: y / factor, width: width / factor, height: height / factor },
    })),
  );
}

/** A template as such a file; `scan`: a PNG, as base64. */
export const templateFile = ({ name, fields }: Pick<Form, 'name' | 'fields'>, scan: string): TemplateFile => ({
  version: 1,
  name,
  scan: `data:image/png;base64,${scan}`,
  fields: fields.map(({ box: { x, y, width, height }, ...field }) => ({ ...field, box: [x, y, width, height] })),
});
