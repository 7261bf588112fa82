import { z } from 'zod';
import { datasetIdSchema } from './dataset.ts';
import { engineChoiceSchema } from './engine.ts';
import { handIdSchema } from './hand.ts';
import { learnMarksSchema } from './lesson.ts';
import { nameSchema } from './name.ts';
import { modelRefSchema } from './predict.ts';
import { feedAddressSchema, updateChoiceSchema } from './update.ts';

export const languageSchema = z.enum(['system', 'en', 'zh-CN']);
export const themeSchema = z.enum(['system', 'light', 'dark']);
const brushSchema = z.number().min(0.01).max(0.2);
const penRestSchema = z.number().int().min(200).max(5000);

/** A column of the table of runs that is shown, and how wide: CSS pixels; null: as wide as there is room. */
const runColumnSchema = z.object({
  key: z.string().min(1).max(40),
  width: z.number().int().min(40).max(800).nullable(),
});
const runColumnsSchema = z.array(runColumnSchema).max(60);
/**
 * A view of the table by its name: what stands behind the `?` of its address, and its columns as in `runColumns`. Views of older studios
 * have none, and leave the table's as they are.
 */
const runViewsSchema = z
  .array(
    z.object({ name: nameSchema(60), query: z.string().max(4000), columns: runColumnsSchema.nullable().optional() }),
  )
  .max(100);

/** How far somebody has come on the way that Home offers to who is new: draw, choose data, train, look again. */
export const firstStepsSchema = z.object({
  drawn: z.boolean(),
  /** The data set to train on. */
  data: datasetIdSchema.nullable(),
  /** Whether their own model has read a drawing. */
  looked: z.boolean(),
  closed: z.boolean(),
});

/**
 * How far somebody has come in the Learn room, and the model that its chapters look at. Chapters and try-outs are named by their ids: of those
 * that a studio does not know it keeps what it was told.
 */
export const learnSchema = learnMarksSchema.extend({ model: modelRefSchema });

/** settings.json, version 1. Folders are shown to the renderer but set only through handles from the host's dialogs. */
export const settingsSchema = z.object({
  version: z.literal(1),
  language: languageSchema.default('system'),
  theme: themeSchema.default('system'),
  /** A folder with MNIST's four IDX files, gzipped or not; null: the studio's own download. */
  mnistFolder: z.string().nullable().default(null),
  /** The drawing pad's brush, as a share of the pad's side. */
  brush: brushSchema.default(0.06),
  /** The model that Draw reads with. */
  drawModel: modelRefSchema.default('starter'),
  /** The model that lines are read with: in the Read room, and of forms where no other is chosen. */
  lineModel: modelRefSchema.default('line-reader'),
  /** The engine to use from the next start of the trainer on. */
  engine: engineChoiceSchema.default('auto'),
  /** Collecting goes on to the next sign when the pen has rested for so long, milliseconds. */
  penRest: penRestSchema.default(600),
  /** The hand that drawings of the pad are kept in; null: none was chosen. */
  padHand: handIdSchema.nullable().default(null),
  /** The columns of the table of runs, in their order; null: those that the studio shows by itself. */
  runColumns: runColumnsSchema.nullable().default(null),
  runViews: runViewsSchema.default([]),
  /** Null: not begun. */
  firstSteps: firstStepsSchema.nullable().default(null),
  /** Null: not begun. */
  learn: learnSchema.nullable().default(null),
  updates: updateChoiceSchema.default('off'),
  /** Where updates are looked for; null: where the studio's makers say. */
  updateFeed: feedAddressSchema.nullable().default(null),
});

/** The settings that the renderer may change. No defaults here: a patch changes what it names and nothing else. */
export const settingsPatchSchema = z
  .object({
    language: languageSchema,
    theme: themeSchema,
    brush: brushSchema,
    drawModel: modelRefSchema,
    lineModel: modelRefSchema,
    engine: engineChoiceSchema,
    penRest: penRestSchema,
    padHand: handIdSchema.nullable(),
    runColumns: runColumnsSchema.nullable(),
    runViews: runViewsSchema,
    firstSteps: firstStepsSchema.nullable(),
    learn: learnSchema.nullable(),
    updates: updateChoiceSchema,
    updateFeed: feedAddressSchema.nullable(),
  })
  .partial();

/** Where things lie and how much they take. */
export const storageInfoSchema = z.object({
  folder: z.string(),
  runs: z.object({ count: z.number().int(), bytes: z.number() }),
  datasets: z.object({ count: z.number().int(), bytes: z.number() }),
  freeBytes: z.number().nullable(),
  /** Where `mnist` is read from: the environment's folder wins over the setting. */
  mnist: z.object({ folder: z.string().nullable(), from: z.enum(['environment', 'setting', 'download']) }),
});

export type Language = z.infer<typeof languageSchema>;
export type Theme = z.infer<typeof themeSchema>;
export type FirstSteps = z.infer<typeof firstStepsSchema>;
export type LearnProgress = z.infer<typeof learnSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
export type StorageInfo = z.infer<typeof storageInfoSchema>;
