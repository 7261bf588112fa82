import { z } from 'zod';

/** The widest line that is read, in pixels: a hundred signs and more. */
export const LONGEST_LINE = 4096;

/** Images of lines of one height: 0 paper to 255 ink, row by row, one line after the other. */
export const lineImagesSchema = z
  .object({
    height: z.number().int().min(8).max(256),
    widths: z.array(z.number().int().min(1).max(LONGEST_LINE)).min(1).max(1000),
    ink: z.instanceof(Uint8Array),
  })
  .refine(
    ({ height, widths, ink }) => ink.length === height * widths.reduce((sum, width) => sum + width, 0),
    'ink is not as large as the lines',
  );

/** What a model of lines makes of some. */
export const lineAnswersSchema = z.object({
  classes: z.array(z.string()),
  /** Of each line steps x (classes + 1) numbers, step after step, the blank's last: see shared/reading/emissions.ts. Its last steps may lie behind the line. */
  logits: z.array(z.instanceof(Float32Array)),
  /** The middle of step t is `offset + pixels · t` pixels from the line's left edge. */
  steps: z.object({ pixels: z.number().positive(), offset: z.number() }),
  /** In the trainer, forward passes only. */
  milliseconds: z.number(),
});

export type LineImages = z.infer<typeof lineImagesSchema>;
export type LineAnswers = z.infer<typeof lineAnswersSchema>;
