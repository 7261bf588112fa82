import { z } from 'zod';
import { call } from '../define.ts';
import {
  HAND_LIMITS,
  handIdSchema,
  handInfoSchema,
  handNameSchema,
  handSampleSchema,
  newSampleSchema,
  pointsOf,
  sampleIdSchema,
  sampleInkSchema,
  sittingIdSchema,
  sittingSourceSchema,
} from '../schemas/hand.ts';
import { mendSchema } from '../schemas/import.ts';
import { classNameSchema, frameSchema } from '../schemas/task.ts';
import { handle, none } from './common.ts';

const handRef = z.object({ id: handIdSchema });
const samples = z.array(sampleIdSchema).min(1).max(HAND_LIMITS.drawings);
const classNames = z.array(classNameSchema).max(1000);

/**
 * Hands: drawings with their right labels, collected to train on. A hand is a data set of the same id. Every change is one more
 * line in a file of its sitting and is answered when it is on disk; nothing drawn is ever taken out of a file. What undoes a
 * change is its reverse: `hands.restore` of `hands.delete` (and of `hands.add` the other way round), `hands.relabel` with the
 * labels of before.
 */
export const handsCalls = {
  'hands.list': call(none, z.array(handInfoSchema)),
  /** A hand and all its drawings, deleted ones too, in the order in which they were made. */
  'hands.get': call(handRef, z.object({ hand: handInfoSchema, samples: z.array(handSampleSchema) })),
  /** The ink of some drawings, in the order asked for. */
  'hands.ink': call(
    z.object({ id: handIdSchema, samples: z.array(sampleIdSchema).min(1).max(500) }),
    z.array(sampleInkSchema),
  ),
  /** Throws `hand-name-taken` {name}, `classes-too-few` {count}, `class-names-invalid` {expected, given}. */
  'hands.create': call(
    z.object({ name: handNameSchema, classes: classNames, frame: frameSchema.optional() }),
    handInfoSchema,
  ),
  /**
   * Another name, or other classes: the whole list in its new order, each with the name that it has had (`was`), or null for a new
   * one. A class that is left out goes, if no drawing has it: `hand-class-used` {name, count}.
   */
  'hands.update': call(
    z.object({
      id: handIdSchema,
      name: handNameSchema.optional(),
      classes: z
        .array(z.object({ name: classNameSchema, was: z.string().nullable() }))
        .max(1000)
        .optional(),
    }),
    handInfoSchema,
  ),
  /** To the trash; `hands.restoreHand` brings it back until the studio closes. Throws `dataset-in-use` {id, run} while a run needs it. */
  'hands.remove': call(handRef, z.null()),
  'hands.restoreHand': call(handRef, handInfoSchema),
  /**
   * Keeps drawings, all or none, and answers when they are on disk. `sitting`: null begins a new one. Throws
   * `hand-class-unknown` {name, hand}, `hand-full` {most}, `sitting-not-found` {id}, `disk-full` and other storage errors.
   */
  'hands.add': call(
    z.object({
      id: handIdSchema,
      sitting: sittingIdSchema.nullable(),
      /** Of a sitting that begins. */
      source: sittingSourceSchema,
      drawings: z
        .array(newSampleSchema)
        .min(1)
        .max(HAND_LIMITS.perCall)
        .refine(
          (drawings) =>
            drawings.reduce((sum, each) => sum + ('strokes' in each ? pointsOf(each.strokes) : 0), 0) <=
            HAND_LIMITS.pointsPerCall,
          'too many points in one call',
        ),
    }),
    z.object({ sitting: sittingIdSchema, samples: z.array(sampleIdSchema), hand: handInfoSchema }),
  ),
  /** Other labels for some drawings. All or none. Throws `hand-class-unknown` {name, hand}, `sample-not-found` {id}. */
  'hands.relabel': call(
    z.object({
      id: handIdSchema,
      labels: z
        .array(z.object({ sample: sampleIdSchema, label: classNameSchema }))
        .min(1)
        .max(HAND_LIMITS.drawings),
    }),
    handInfoSchema,
  ),
  /** Takes drawings out of the hand. What is deleted already stays so. Throws `sample-not-found` {id}. */
  'hands.delete': call(z.object({ id: handIdSchema, samples }), handInfoSchema),
  /** Takes deleted drawings back. Throws `sample-not-found` {id}; `hand-class-unknown` {name, hand} if their class is gone. */
  'hands.restore': call(z.object({ id: handIdSchema, samples }), handInfoSchema),
  /**
   * Reads labelled pen strokes (our JSON, Quick Draw's lines, UNIPEN) or else labelled images (all that a data set is read from) into
   * a hand, as a sitting of its own: all or none. `hand`: null makes a new one of this name, with the file's labels as classes. Labels
   * that a hand has not are added to its classes. `sign`: its pictures are read, and nothing else, and all show this one; without it,
   * pictures of which nothing says what they show are refused (`picture-classes-missing` {count}). `skipped`: drawings without ink, and files that were not read; `mends`: what looked
   * wrong with the images and was put right.
   */
  'hands.import': call(
    z.object({ handle, hand: handIdSchema.nullable(), name: handNameSchema, sign: classNameSchema.optional() }),
    z.object({
      hand: handInfoSchema,
      added: z.number().int(),
      newClasses: z.array(z.string()),
      skipped: z.number().int(),
      mends: z.array(mendSchema),
    }),
  ),
  /**
   * The drawings that are not deleted as one file: `strokes`: our JSON, [{label, strokes}]; `idx`: a zip of a pair of IDX files and the
   * classes' names; `png`: a zip with a folder of pictures for each class and a table of their labels. `leftOut`: those from paper, which have no strokes.
   */
  'hands.export': call(
    z.object({ id: handIdSchema, kind: z.enum(['strokes', 'idx', 'png']) }),
    z.object({ name: z.string(), bytes: z.instanceof(Uint8Array), leftOut: z.number().int() }),
  ),
} as const;
