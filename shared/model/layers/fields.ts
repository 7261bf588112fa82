import { z } from 'zod';
import { layerSchema, type LayerType } from '../../contract/schemas/layer.ts';

/** An option of a layer, as a form shows it. */
export interface LayerField {
  /** Where its value lies in the layer: one name, or two for an option of an option (`kernelRegularizer`, `l2`). */
  readonly path: readonly string[];
  /**
   * `size` is a pair [height, width] of integers, `shape` a list of one to three; their bounds are those of each number.
   * `layers` is the stack of a Residual.
   */
  readonly kind: 'integer' | 'number' | 'boolean' | 'choice' | 'text' | 'size' | 'shape' | 'layers';
  /** May be left out though it has no default. */
  readonly optional: boolean;
  /** Undefined: it has none. */
  readonly default: unknown;
  /** The bounds of a number, or of a text's length. Undefined: there are none. */
  readonly bounds: Bounds;
  /** The options of a `choice`; empty otherwise. */
  readonly choices: readonly string[];
}

export interface Bounds {
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** The value itself is not allowed, all above it are. */
  readonly above?: number | undefined;
  /** The value itself is not allowed, all below it are. */
  readonly below?: number | undefined;
}

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** A layer type's options in the order of its schema, which is what they are read from: a form cannot differ from it. */
export function layerFields(type: LayerType): LayerField[] {
  const schema = layerSchema.options.find(({ shape }) => shape.type.value === type)!;
  return fieldsIn(z.toJSONSchema(schema, { io: 'input' }), [], false).filter(({ path }) => path[0] !== 'type');
}

function fieldsIn(
  { properties = {}, required = [] }: JsonSchema,
  before: readonly string[],
  inOptional: boolean,
): LayerField[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const schema = property as JsonSchema;
    const path = [...before, name];
    const optional = inOptional || (!required.includes(name) && schema.default === undefined);
    if (schema.type === 'object') return fieldsIn(schema, path, optional);
    return [{ path, optional, default: schema.default, ...valueOf(schema) }];
  });
}

/** What a value of a schema is: of which kind, within which bounds, one of which choices. */
export function valueOf(schema: JsonSchema): Pick<LayerField, 'kind' | 'bounds' | 'choices'> {
  const plain = { bounds: boundsOf(schema), choices: [] };
  if (schema.enum) return { kind: 'choice', bounds: {}, choices: schema.enum.map(String) };
  switch (schema.type) {
    case 'integer':
    case 'number':
    case 'boolean':
      return { ...plain, kind: schema.type };
    case 'string':
      return { kind: 'text', bounds: { minimum: schema.minLength, maximum: schema.maxLength }, choices: [] };
    case 'array':
      return listOf(schema);
    default:
      throw new Error(`an option of an unknown kind: ${JSON.stringify(schema)}`);
  }
}

function listOf({ prefixItems, items }: JsonSchema): Pick<LayerField, 'kind' | 'bounds' | 'choices'> {
  const [pair, each] = [prefixItems?.[0] as JsonSchema | undefined, items as JsonSchema];
  if (pair) return { kind: 'size', bounds: boundsOf(pair), choices: [] };
  if (each.type === 'integer') return { kind: 'shape', bounds: boundsOf(each), choices: [] };
  return { kind: 'layers', bounds: {}, choices: [] };
}

const boundsOf = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): Bounds => ({
  minimum,
  maximum,
  above: typeof exclusiveMinimum === 'number' ? exclusiveMinimum : undefined,
  below: typeof exclusiveMaximum === 'number' ? exclusiveMaximum : undefined,
});
