import type { ErrorParams } from '../../contract/errors.ts';
import type { LayerSpec } from '../../contract/schemas/model.ts';
import type { ModelFault } from '../faults.ts';
import type { LayerInfo, Shape } from '../info.ts';
import type { LayerPath } from './layer-path.ts';

/** One thing that is wrong with a model, at the layer where it is. */
export interface LayerFault {
  readonly path: LayerPath;
  readonly reason: ModelFault;
  /** What the words need: {layer, index, ...}. */
  readonly params: ErrorParams;
}

/** A layer as it stands in its model, whether the model can be built or not. */
export interface InspectedLayer {
  readonly path: LayerPath;
  readonly layer: LayerSpec;
  readonly name: string;
  /** What comes in; null behind a layer of which nobody knows what would come out. */
  readonly inputShape: Shape | null;
  /** Null where it cannot be built as it is, or what comes in is not known. */
  readonly info: LayerInfo | null;
  readonly faults: readonly LayerFault[];
  readonly layers: readonly InspectedLayer[];
}
