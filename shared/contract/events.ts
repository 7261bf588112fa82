import { z } from 'zod';
import { batchIdSchema, batchInfoSchema, pageNumberSchema } from './schemas/batch.ts';
import { architectureIdSchema, architectureSchema } from './schemas/architecture.ts';
import { correctionsSchema } from './schemas/corrections.ts';
import { datasetInfoSchema } from './schemas/dataset.ts';
import { engineStatusSchema } from './schemas/engine.ts';
import { evaluationIdSchema, evaluationInfoSchema } from './schemas/evaluation.ts';
import { formIdSchema, formSchema } from './schemas/form.ts';
import { handIdSchema, handInfoSchema } from './schemas/hand.ts';
import { lessonIdSchema, lessonInfoSchema } from './schemas/lesson.ts';
import { ownRecipeSchema } from './schemas/own-recipe.ts';
import { userPresetSchema } from './schemas/preset.ts';
import { modelRefSchema } from './schemas/run-id.ts';
import { queueStateSchema } from './calls/queue.ts';
import { runIdSchema, runSchema } from './schemas/run.ts';
import { runLogSchema } from './schemas/run-log.ts';
import { settingsSchema } from './schemas/settings.ts';
import { studyIdSchema, studyInfoSchema, trialSchema, workerInfoSchema } from './schemas/study.ts';
import { updatesStatusSchema } from './schemas/update.ts';

/** Everything that a host tells its windows, to all of them alike. A window that opens later asks for a snapshot first. */
export const hostEvents = {
  /** A run was made or its record changed: the whole record. Its progress comes with its logs, without this event. */
  'run.changed': runSchema,
  'run.removed': z.object({ id: runIdSchema }),
  'queue.changed': queueStateSchema,
  /**
   * A model was imported, or a card was changed: a temperature was kept with it or none any more, or an imported model got other
   * names.
   */
  'model.changed': z.object({ ref: modelRefSchema }),
  /** Of an imported model; a run's goes with its run. */
  'model.removed': z.object({ ref: modelRefSchema }),
  /** Sent each second while a run trains: all logs since the last time, in order. */
  'run.logs': z.object({ id: runIdSchema, logs: z.array(runLogSchema) }),
  /** A study was made, or it or one of its trials changed. */
  'study.changed': studyInfoSchema,
  /** A trial of a study that a host here has going was asked for, told something, or ended. */
  'study.trial': z.object({ study: studyIdSchema, trial: trialSchema }),
  'study.removed': z.object({ id: studyIdSchema }),
  /** The workers of a study's queue, when one has come, gone, or taken another trial. */
  'study.workers': z.object({ study: studyIdSchema, workers: z.array(workerInfoSchema) }),
  'engine.changed': engineStatusSchema,
  /** While there is a trainer: its resident memory, bytes, when it has changed by a megabyte, and each ten seconds. */
  'engine.memory': z.object({ residentBytes: z.number() }),
  'dataset.changed': datasetInfoSchema,
  'dataset.removed': z.object({ id: z.string() }),
  /** A hand was made, or it or its drawings changed. */
  'hand.changed': handInfoSchema,
  'hand.removed': z.object({ id: handIdSchema }),
  /** Images that an inspection has read so far, and of how many, where the files say so. `ticket` is its asker's. */
  'inspection.progress': z.object({
    ticket: z.string(),
    done: z.number().int(),
    total: z.number().int().nullable(),
    etaSeconds: z.number().nullable(),
  }),
  /** How far an evaluation, or another look by the lab, is, and of how much: images, or as much work as they are. `ticket` is its asker's. */
  'evaluation.progress': z.object({ ticket: z.string(), done: z.number().int(), total: z.number().int() }),
  /** How far an export is: its images that were read by the studio and by the format's own runtime, of both together. `ticket` is its asker's. */
  'export.progress': z.object({ ticket: z.string(), done: z.number().int(), total: z.number().int() }),
  /** A lesson was made, opened or changed, or its reader has come further. */
  'lesson.changed': lessonInfoSchema,
  'lesson.removed': z.object({ id: lessonIdSchema }),
  /** Bytes of a lesson that were packed or unpacked, and of how many. `ticket` is its asker's. */
  'lesson.progress': z.object({ ticket: z.string(), done: z.number().int(), total: z.number().int() }),
  /** One was made. */
  'evaluation.added': evaluationInfoSchema,
  'evaluation.removed': z.object({ id: evaluationIdSchema }),
  'corrections.changed': correctionsSchema,
  /** The whole list of the user's own presets. */
  'presets.changed': z.array(userPresetSchema),
  /** The whole list of the user's own recipes. */
  'recipes.changed': z.array(ownRecipeSchema),
  /** One was made, renamed or changed, perhaps by another window. */
  'architecture.changed': architectureSchema,
  'architecture.removed': z.object({ id: architectureIdSchema }),
  /** A template was made or changed, perhaps by another window. */
  'form.changed': formSchema,
  'form.removed': z.object({ id: formIdSchema }),
  /** A batch was made, a page of it was read, or something was decided. */
  'batch.changed': batchInfoSchema,
  /** Pages of a batch were read, or something in them was decided: `batches.pages` gives them. */
  'batch.pages': z.object({ batch: batchIdSchema, pages: z.array(pageNumberSchema) }),
  'batch.removed': z.object({ id: batchIdSchema }),
  'settings.changed': settingsSchema,
  'updates.changed': updatesStatusSchema,
  /** There are files that the user had the program open: `files.opened` of the calls gives them. */
  'files.opened': z.null(),
  /** The desktop's Edit menu was used, on what the window shows: its text field in focus, or else its document. */
  'menu.edit': z.enum(['undo', 'redo']),
} as const;

export type HostEvents = typeof hostEvents;
export type EditCommand = z.infer<HostEvents['menu.edit']>;
