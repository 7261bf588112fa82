import { onScopeDispose, watch } from 'vue';
import type { InnerName, LayerNumbers } from '../../../shared/contract/schemas/layer-numbers.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { floatsFromBytes } from '../../../shared/data/number-bytes.ts';
import { samePath, type LayerPath } from '../../../shared/model/edit/layer-path.ts';
import { useEngine } from '../../stores/engine.ts';
import { useHost } from '../../stores/host.ts';
import { createLatest } from '../../stores/latest.ts';
import { useLearn } from '../../stores/learn.ts';

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

interface Question {
  readonly model: ModelRef;
  readonly path: LayerPath;
  readonly image: Uint8Array<ArrayBuffer>;
  /** The layer's name, which its weights' paths begin with. */
  readonly name: string;
}

/**
 * The numbers of one layer of the model, asked for anew as the image changes; those before stay until the new ones are there. With `inner`,
 * what is formed inside the layer, too.
 */
export function useLayerNumbers(path: () => LayerPath | null, { inner = false } = {}) {
  const host = useHost();
  const engine = useEngine();
  const learn = useLearn();
  const { answer, error, ask, forget } = createLatest<Question, NumbersOfLayer>(
    async ({ name, path: place, ...question }, signal) =>
      read(await host.call('models.layer', { ...question, path: [...place], inner }, { signal }), name),
  );
  watch(
    [() => learn.card?.weightsSha256, () => path()?.join('.'), () => learn.image, () => engine.unusable] as const,
    ([weights, place, image, unusable], [weightsBefore, placeBefore]) => {
      if (weights !== weightsBefore || place !== placeBefore) forget();
      const own = path();
      const standing = learn.layers.find((one) => own !== null && samePath(one.path, own));
      if (weights !== undefined && standing && !unusable)
        ask({ model: learn.model, path: standing.path, image, name: standing.info.name });
    },
    { immediate: true },
  );
  onScopeDispose(forget);
  return { numbers: answer, error };
}

function read({ input, output, weights, inner = [], stopped }: LayerNumbers, name: string): NumbersOfLayer {
  const keyOf = (what: string, backwards: boolean): string => `${what} ${backwards}`;
  const inside = new Map(inner.map((one) => [keyOf(one.name, one.backwards), numbersOf(one)]));
  return {
    input: numbersOf(input),
    output: numbersOf(output),
    weights: Object.fromEntries(weights.map((weight) => [weight.path.slice(name.length + 1), numbersOf(weight)])),
    inner: (what, backwards = false) => inside.get(keyOf(what, backwards)) ?? null,
    stopped: stopped ? numbersOf(stopped) : null,
  };
}

const numbersOf = ({ shape, values }: LayerNumbers['input']): Numbers => ({ shape, values: floatsFromBytes(values) });
