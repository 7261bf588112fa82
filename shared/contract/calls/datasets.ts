import { z } from 'zod';
import { call } from '../define.ts';
import {
  datasetIdSchema,
  datasetInfoSchema,
  datasetNameSchema,
  datasetPreviewSchema,
  MOST_PREVIEWED,
} from '../schemas/dataset.ts';
import { inspectionIdSchema, inspectionSchema, keptCountsSchema, mendSchema } from '../schemas/import.ts';
import { framingSchema } from '../schemas/task.ts';
import { handle, none } from './common.ts';

const testFraction = z.number().min(0).max(0.5).default(0.2);

/** Data sets: listing, import, renaming, removal. */
export const datasetsCalls = {
  'datasets.list': call(none, z.array(datasetInfoSchema)),
  /** Up to `count` training images, stratified, by a fixed seed. Makes the data set ready first if it can be without the network. */
  'datasets.preview': call(
    z.object({ id: datasetIdSchema, count: z.number().int().min(1).max(MOST_PREVIEWED) }),
    datasetPreviewSchema,
  ),
  /** Starts the download in the background; progress comes as `dataset.changed`. */
  'datasets.download': call(z.object({ id: z.literal('mnist') }), z.null()),
  'datasets.cancel': call(z.object({ id: datasetIdSchema }), z.null()),
  /**
   * Reads a picked or uploaded file, folder or archive, and shows what an import would bring; nothing is kept but for
   * `datasets.import`. `set`: one of several data sets that an inspection found. `framing`: how ink comes into the images, and
   * what the data set will say of them. Progress comes as `inspection.progress` with the same `ticket`, of the window's own making.
   * Cancelled by its signal.
   */
  'datasets.inspect': call(
    z.object({
      handle,
      set: z.string().max(1000).optional(),
      framing: framingSchema.default('centred'),
      ticket: z.string().min(8).max(64),
    }),
    inspectionSchema,
  ),
  /** What an import with these choices would keep: some mends leave out images that no list of counts knows. `inspection-gone`. */
  'datasets.importCounts': call(
    z.object({ inspection: inspectionIdSchema, testFraction, mends: z.array(mendSchema).max(20) }),
    keptCountsSchema,
  ),
  /** Removes what an inspection has staged. */
  'datasets.discard': call(z.object({ inspection: inspectionIdSchema }), z.null()),
  /**
   * Carries out an import that was inspected, and resolves with the data set; its progress comes as `dataset.changed`. `classes`:
   * names for the classes that are left after the mends, in their order. Changes nothing unless all of it is right.
   */
  'datasets.import': call(
    z.object({
      inspection: inspectionIdSchema,
      name: datasetNameSchema,
      classes: z.array(z.string().max(200)).max(1000).optional(),
      testFraction,
      mends: z.array(mendSchema).max(20),
    }),
    datasetInfoSchema,
  ),
  /** Another name for an imported data set, or other names for its classes, in their order. */
  'datasets.update': call(
    z.object({
      id: datasetIdSchema,
      name: datasetNameSchema.optional(),
      classes: z.array(z.string().max(200)).max(1000).optional(),
    }),
    datasetInfoSchema,
  ),
  'datasets.remove': call(z.object({ id: datasetIdSchema }), z.null()),
} as const;
