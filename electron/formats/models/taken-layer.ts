import type { LayerInput, LayerSpec } from '../../../shared/contract/schemas/model.ts';
import type { Shape } from '../../../shared/model/info.ts';
import type { LayerReason } from '../../../shared/contract/schemas/model-import.ts';
import type { KerasLayer } from './keras-layer.ts';
import type { Options } from './options.ts';
import type { Variable } from './weight-store.ts';

/** How a weight of one of our layers comes about: from one of the file's, or the same number everywhere. */
export type Filling = { readonly from: Variable } | { readonly all: number };

/** A layer of the file as one of ours. */
export interface TakenLayer {
  readonly layer: LayerInput;
  /** By our weights' names within the layer: `kernel`, `forward/bias`. */
  readonly weights: Readonly<Record<string, Filling>>;
  /** One of the file's weights that must be 1 all over: ours has none for it. */
  readonly ones?: Variable;
}

/** What a layer of the file comes to. */
export type Outcome = TakenLayer | { readonly leftOut: LayerReason };

/** A layer of ours, and where its weights are in the file; null: it was added here and has none. */
export interface OwnLayer {
  readonly spec: LayerSpec;
  readonly source: KerasLayer | null;
  readonly weights: Readonly<Record<string, Filling>>;
  readonly ones?: Variable | undefined;
}

/** What is known where a layer stands: the shape that comes in, or null behind layers that cannot be taken. */
export interface Standing {
  readonly shape: Shape | null;
}

/** Takes one type of Keras layer. Throws Refusal. */
export type Rule = (options: Options, standing: Standing) => Outcome;

/** A layer of ours that has no weights. */
export const plainLayer = (layer: LayerInput): TakenLayer => ({ layer, weights: {} });

/** Weights in Keras's order, of which those that the file has not are `otherwise`. */
export function inOrder(
  weights: readonly {
    readonly name: string;
    readonly kerasNames?: readonly string[];
    readonly present?: boolean;
    readonly otherwise?: number;
  }[],
  inside = '',
  way?: 'forward' | 'backward',
): Record<string, Filling> {
  let index = 0;
  return Object.fromEntries(
    weights.map(({ name, kerasNames = [name], present = true, otherwise = 0 }) => {
      if (!present) return [name, { all: otherwise }];
      return [name, { from: { names: kerasNames, index: index++, inside, ...(way && { way }) } }];
    }),
  );
}
