import path from 'node:path';
import { z } from 'zod';
import { evaluationIdSchema, evaluationInfoSchema, scoresSchema } from '../../../shared/contract/schemas/evaluation.ts';
import type { EvaluationInfo } from '../../../shared/contract/schemas/evaluation.ts';
import { robustnessCurveSchema } from '../../../shared/contract/schemas/robustness.ts';
import { splitSchema } from '../../../shared/contract/schemas/corrections.ts';
import { transformsSchema } from '../../../shared/contract/schemas/dataset.ts';
import { readJson } from '../../files/json-file.ts';

const sha256 = z.string();

/** evaluation.json, version 1, beside the answers; written last: a folder with it is whole. Labels are the data set's. */
export const evaluationRecordSchema = z.object({
  version: z.literal(1),
  info: evaluationInfoSchema,
  /** A model folder that a command line named; null for the studio's own, which `info.model.ref` tells. */
  modelFolder: z.string().nullable(),
  split: splitSchema,
  /** What was made of the images, and of their classes' names, before they were read. */
  change: transformsSchema.pick({ rename: true, invert: true, resize: true }),
  /** The data set's images and labels of the split, and its classes, as they were. */
  content: z.object({ images: sha256, labels: sha256, classes: z.array(z.string()) }),
  /** Whether every image of the split was read; if not, places.u32 says which. */
  all: z.boolean(),
  /** From which probability on the model takes an image for a sign; null where it cannot tell. */
  threshold: z.number().nullable(),
  /** Of logits.f32 and, where there is a threshold, known.f32. */
  answers: z.object({ logits: sha256, known: sha256.nullable() }),
  /** Without any corrections. */
  scores: scoresSchema,
});

/** robustness.json, version 1, beside it where that was measured. `sample`: a hash of the images and the labels that counted. */
export const robustnessRecordSchema = z.object({
  version: z.literal(1),
  sample: z.string(),
  curves: z.array(robustnessCurveSchema),
});

export type RobustnessRecord = z.infer<typeof robustnessRecordSchema>;
export type EvaluationRecord = z.infer<typeof evaluationRecordSchema>;

/** What is told of it where its scores are not. */
export const infoOf = ({ info, scores: { accuracy, interval95 } }: EvaluationRecord): EvaluationInfo => ({
  ...info,
  asGiven: { accuracy, interval95 },
});

/** The names inside an evaluation's folder. */
export const evaluationFiles = (folder: string) => ({
  record: path.join(folder, 'evaluation.json'),
  logits: path.join(folder, 'logits.f32'),
  known: path.join(folder, 'known.f32'),
  places: path.join(folder, 'places.u32'),
  /** Only where one was asked for. */
  map: path.join(folder, 'map.json'),
  robustness: path.join(folder, 'robustness.json'),
});

/** Null: there is none, or none that can be read. A folder that was renamed is none. */
export async function readRecord(folder: string): Promise<EvaluationRecord | null> {
  const id = evaluationIdSchema.safeParse(path.basename(folder));
  if (!id.success) return null;
  const record = await readJson(evaluationFiles(folder).record, evaluationRecordSchema, 1).catch(() => null);
  return record?.info.id === id.data ? record : null;
}
