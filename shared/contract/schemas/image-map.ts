import { z } from 'zod';
import { count, place } from './evaluation-numbers.ts';

/** A map shows no more images than these: a stratified sample, in which mistakes come first. */
export const MOST_MAPPED = 5000;

const ofMapped = <S extends z.ZodType>(value: S) => z.array(value).max(MOST_MAPPED);

/**
 * An evaluation's images as points of a plane, in columns: images that its model sees as alike lie close to each other (UMAP of the
 * features). In the data set's order.
 */
export const imageMapSchema = z.object({
  /** Images of the evaluation that are wrong, on the map or not. */
  wrong: count,
  places: ofMapped(place),
  /** 0 to 1, to the right and down; the same unit for both. */
  x: ofMapped(z.number().min(0).max(1)),
  y: ofMapped(z.number().min(0).max(1)),
  /** Classes in the task, corrections applied; null for images that they leave out. */
  labels: ofMapped(place.nullable()),
  /** Null for images that the model gave no answer to. */
  predicted: ofMapped(place.nullable()),
});

export type ImageMap = z.infer<typeof imageMapSchema>;
