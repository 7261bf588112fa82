import { onScopeDispose, watch } from 'vue';
import type { LayerNumbers } from '../../../shared/contract/schemas/layer-numbers.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { floatsFromBytes } from '../../../shared/data/number-bytes.ts';
import type { LayerPath } from '../../../shared/model/edit/layer-path.ts';
import { useEngine } from '../../stores/engine.ts';
import { useHost } from '../../stores/host.ts';
import { createLatest } from '../../stores/latest.ts';
import { useLearn } from '../../stores/learn.ts';

/** A tensor without its batch. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a layer takes and gives for the reader's image, and its weights by their own names: kernel, bias. */
export interface NumbersOfLayer {
  readonly input: Numbers;
  readonly output: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
}

interface Question {
  readonly model: ModelRef;
  readonly path: LayerPath;
  readonly image: Uint8Array<ArrayBuffer>;
}

/** The numbers of one layer of the model, asked for anew as the image changes; those before stay until the new ones are there. */
export function useLayerNumbers(path: () => LayerPath | null) {
  const host = useHost();
  const engine = useEngine();
  const learn = useLearn();
  const { answer, error, ask, forget } = createLatest<Question, NumbersOfLayer>(async (question, signal) =>
    read(await host.call('models.layer', { ...question, path: [...question.path] }, { signal })),
  );
  watch(
    [() => learn.card?.weightsSha256, () => path()?.join('.'), () => learn.image, () => engine.unusable] as const,
    ([weights, place, image, unusable], [weightsBefore, placeBefore]) => {
      if (weights !== weightsBefore || place !== placeBefore) forget();
      const own = path();
      if (weights !== undefined && own !== null && !unusable) ask({ model: learn.model, path: own, image });
    },
    { immediate: true },
  );
  onScopeDispose(forget);
  return { numbers: answer, error };
}

const read = ({ input, output, weights }: LayerNumbers): NumbersOfLayer => ({
  input: numbersOf(input),
  output: numbersOf(output),
  weights: Object.fromEntries(weights.map((weight) => [weight.path.split('/').at(-1)!, numbersOf(weight)])),
});

const numbersOf = ({ shape, values }: LayerNumbers['input']): Numbers => ({ shape, values: floatsFromBytes(values) });
