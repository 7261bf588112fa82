import type { LayerReason } from '../../../shared/contract/schemas/model-import.ts';
import type { ErrorParams } from '../../../shared/contract/errors.ts';

/** Plain data out of JSON, of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/** A layer as a Keras or tfjs file has it, with the layers of nested models laid one after the other. */
export interface KerasLayer {
  readonly type: string;
  readonly name: string;
  readonly config: Fields;
  /** Where its weights lie in Keras 3's model.weights.h5: `layers/sequential/layers/dense`. */
  readonly place: string;
  /** It has several inputs, or its output goes to several layers. */
  readonly branches: boolean;
}

/** Why a layer cannot be taken: told of that layer, while the others are looked at. */
export class Refusal extends Error {
  readonly reason: LayerReason;
  readonly facts: ErrorParams;

  constructor(reason: LayerReason, facts: ErrorParams = {}) {
    super(reason);
    this.reason = reason;
    this.facts = facts;
  }
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of plain data as an object; without any fields where it is none. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** A short text out of a file for a person: what is longer or no text is cut or told as JSON. */
export function shown(value: unknown, longest = 64): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
