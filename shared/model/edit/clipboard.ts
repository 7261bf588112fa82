import { z } from 'zod';
import type { LayerSpec } from '../../contract/schemas/model.ts';
import { layerSchema } from '../../contract/schemas/layer.ts';
import { measure } from '../../rpc/measure.ts';
import { MOST_LAYERS } from './operations.ts';

/** Signs of a text that could hold layers. */
const LONGEST = 1_000_000;
/** No model that can be built has more objects and arrays inside each other. */
const DEEPEST = 64;

const stack = z.array(layerSchema).min(1).max(MOST_LAYERS.model);
/** Layers that were copied, a whole model, a preset, a single layer, or a list of layers. */
const readable = z.union([
  z.object({ layers: stack }).transform(({ layers }) => layers),
  z.object({ model: z.object({ layers: stack }) }).transform(({ model }) => model.layers),
  stack,
  layerSchema.transform((layer) => [layer]),
]);

/** Layers as a text that another window, a file or a message can hold: JSON. */
export const layersToText = (layers: readonly LayerSpec[]): string => `${JSON.stringify({ layers }, null, 2)}\n`;

/** Layers out of such a text, or out of a model's or preset's file. Null where it holds none. */
export function layersFromText(text: string): LayerSpec[] | null {
  if (text.length > LONGEST) return null;
  try {
    const json: unknown = JSON.parse(text);
    if (measure(json, DEEPEST).depth > DEEPEST) return null;
    const parsed = readable.safeParse(json);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
