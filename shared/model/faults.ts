import { AppError, type ErrorData, type ErrorParams } from '../contract/errors.ts';

/**
 * Why a model cannot be built. The words for what is wrong and what mends it are in
 * shared/words/model-faults-{en,zh}.ts.
 */
export const MODEL_FAULTS = [
  // the wrong kind of input
  'needs-image',
  'needs-sequence',
  'needs-vector',
  // sizes and options that do not go together
  'window-too-large',
  'dilated-strides',
  'uneven-strides',
  'patch-uneven',
  'reshape-mismatch',
  'heads-uneven',
  'shortcut-shape',
  'shortcut-needs-image',
  'shortcut-unreachable',
  // the model as a whole
  'no-layers',
  'softmax-inside',
  'duplicate-name',
  'name-with-slash',
  'too-deep',
  'too-large',
  'input-not-task',
  'output-not-classes',
  'output-not-softmax',
  'image-side',
  'width-bound',
  'nothing-to-train',
  // what was written down is no layer at all (see parse-spec)
  'unknown-layer',
  'bad-option',
] as const;

export type ModelFault = (typeof MODEL_FAULTS)[number];

/** Facts for the words' placeholders, beside {layer} and {index}. */
export type Fail = (reason: ModelFault, facts?: ErrorParams) => never;

/** `model-invalid` {layer, index, reason, ...facts}; `index` counts the model's own layers from 1, as people do. */
export const modelInvalid = (layer: string, index: number, reason: ModelFault, facts: ErrorParams = {}): AppError =>
  new AppError('model-invalid', { ...facts, layer, index, reason });

const known: ReadonlySet<string> = new Set(MODEL_FAULTS);

/** The fault that a `model-invalid` names; null for other errors. */
export function faultOf({ code, params }: Pick<ErrorData, 'code' | 'params'>): ModelFault | null {
  const { reason } = params;
  return code === 'model-invalid' && typeof reason === 'string' && known.has(reason) ? (reason as ModelFault) : null;
}
