import type { z } from 'zod';
import type { AppError } from '../contract/errors.ts';
import { modelSpecSchema, type ModelSpec } from '../contract/schemas/model.ts';
import { measure } from '../rpc/measure.ts';
import { modelInvalid } from './faults.ts';
import { DEEPEST_RESIDUAL } from './describe-layers.ts';
import { LAYER_TYPES } from './layers/registry.ts';

/** No model that can be built has more objects and arrays inside each other. */
const DEEPEST_JSON = 64;

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * A model spec out of a file or another process. Throws `model-invalid` with the reason `unknown-layer` {allowed} or
 * `bad-option` {option, allowed} for the first thing that is wrong; the model's own options belong to Keras's Input, layer 0.
 * With the reason `too-deep` {deepest} for layers nested further than a schema can follow.
 */
export function parseModelSpec(json: unknown): ModelSpec {
  refuseEndless(json);
  const parsed = modelSpecSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw faultIn(json, parsed.error.issues[0]!);
}

function refuseEndless(json: unknown): void {
  if (measure(json, DEEPEST_JSON).depth <= DEEPEST_JSON) return;
  const layers = at(json, 'layers');
  const place = Array.isArray(layers)
    ? layers.findIndex((layer) => measure(layer, DEEPEST_JSON).depth > DEEPEST_JSON / 2)
    : -1;
  const path = place < 0 ? [] : ['layers', place];
  const { layer, index } = locate(json, path);
  throw modelInvalid(layer, index, 'too-deep', { deepest: DEEPEST_RESIDUAL });
}

function faultIn(json: unknown, issue: Issue): AppError {
  const { layer, index, option } = locate(json, issue.path);
  if (issue.code === 'invalid_union' && option === 'type') {
    return modelInvalid(layer, index, 'unknown-layer', { allowed: LAYER_TYPES });
  }
  return modelInvalid(layer, index, 'bad-option', { option, allowed: allowed(issue) });
}

/** The innermost layer on the way to an issue, which of the model's own layers it is or lies in, and the rest of the way. */
function locate(json: unknown, path: Path): { layer: string; index: number; option: string } {
  let [value, layer, rest] = [json, 'Input', path];
  while (rest[0] === 'layers' && typeof rest[1] === 'number') {
    value = at(at(value, 'layers'), rest[1]);
    const [name, type] = [at(value, 'name'), at(value, 'type')];
    layer = ([name, type].find((word) => typeof word === 'string' && word !== '') as string | undefined) ?? '?';
    rest = rest.slice(2);
  }
  const index = path[0] === 'layers' && typeof path[1] === 'number' ? path[1] + 1 : 0;
  return { layer, index, option: rest.map(String).join('.') || 'type' };
}

const at = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

/** What an option may be, without words of any language. */
function allowed(issue: Issue): string | readonly string[] {
  switch (issue.code) {
    case 'too_small':
      return `${issue.inclusive === false ? '>' : '≥'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive === false ? '<' : '≤'} ${issue.maximum}`;
    case 'invalid_value':
      return issue.values.map(String);
    case 'invalid_type':
      return issue.expected === 'tuple' ? 'array' : issue.expected;
    default:
      return issue.message;
  }
}
