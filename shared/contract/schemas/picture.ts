import { z } from 'zod';

/** Grey levels, 0 to 255, row by row. */
export const greySchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  levels: z.instanceof(Uint8Array),
});

/** What happens to a picture on its way to the model, for those who want to see it. */
export const pictureStepsSchema = z.object({
  /** The picture as grey levels, 0 black to 255 white, made small for showing. */
  picture: greySchema,
  /** The box of what was taken for the sign, as shares of the picture's width and height. */
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** Its ink alone, cleaned of paper, lines and dirt: 0 paper to 255 ink. */
  ink: greySchema,
  /** What the model sees: the frame's height x width bytes, 0 paper to 255 ink. */
  image: z.instanceof(Uint8Array),
});

export type Grey = z.infer<typeof greySchema>;
export type PictureSteps = z.infer<typeof pictureStepsSchema>;
