import type { InnerName, LayerNumbers } from '../../../shared/contract/schemas/layer-numbers.ts';
import { floatsFromBytes } from '../../../shared/data/number-bytes.ts';
import type { LayerPath } from '../../../shared/model/edit/layer-path.ts';
import { useHost } from '../../stores/host.ts';
import { named } from './own-names.ts';
import { useModelAnswer } from './use-model-answer.ts';

/** A tensor without its batch. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a layer takes and gives for the reader's image, and its weights by their own names: kernel, forward/kernel, attention/query/bias. */
export interface NumbersOfLayer {
  readonly input: Numbers;
  readonly output: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
  /** Where it was asked for: what is formed inside, see INNER_NAMES. */
  readonly inner: (name: InnerName, backwards?: boolean) => Numbers | null;
  readonly stopped: Numbers | null;
}

/**
 * The numbers of one layer of the model, asked for anew as the image changes; those before stay until the new ones are there. With `inner`,
 * what is formed inside the layer, too.
 */
export function useLayerNumbers(path: () => LayerPath | null, { inner = false } = {}) {
  const host = useHost();
  const { answer, error } = useModelAnswer(
    { question: () => inPath(path()), subject: () => path()?.join('.') },
    async (asked, signal) => read(await host.call('models.layer', { ...asked, inner }, { signal })),
  );
  return { numbers: answer, error };
}

/** A layer as questions name it. */
export const inPath = (path: LayerPath | null): { path: number[] } | null => path && { path: [...path] };

function read({ input, output, weights, inner = [], stopped }: LayerNumbers): NumbersOfLayer {
  const keyOf = (what: string, backwards: boolean): string => `${what} ${backwards}`;
  const inside = new Map(inner.map((one) => [keyOf(one.name, one.backwards), numbersOf(one)]));
  return {
    input: numbersOf(input),
    output: numbersOf(output),
    weights: Object.fromEntries(named(weights).map((weight) => [weight.name, numbersOf(weight)])),
    inner: (what, backwards = false) => inside.get(keyOf(what, backwards)) ?? null,
    stopped: stopped ? numbersOf(stopped) : null,
  };
}

const numbersOf = ({ shape, values }: LayerNumbers['input']): Numbers => ({ shape, values: floatsFromBytes(values) });
