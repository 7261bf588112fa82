import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import { layerSchema } from '../../../shared/contract/schemas/layer.ts';

/** The value of an option; undefined where it is left out. */
export function valueAt(layer: LayerSpec, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    layer,
  );
}

/** The layer with an option set, or left out (undefined). What its schema does not allow, and what it has not, leaves it as it was. */
export function withValue(layer: LayerSpec, path: readonly string[], value: unknown): LayerSpec {
  const [name = '', inner] = path;
  // What is left out by `undefined` is left out by the schema.
  const changed = { ...layer, [name]: inner === undefined || value === undefined ? value : { [inner]: value } };
  const parsed = layerSchema.safeParse(changed);
  return parsed.success ? parsed.data : layer;
}
