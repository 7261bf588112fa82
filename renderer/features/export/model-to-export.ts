import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';

/** Which model, and what it is called on screen. */
export interface ModelToExport {
  readonly ref: ModelRef;
  readonly name: string;
}
