import type { LayerNumbers } from '../../../shared/contract/schemas/layer-numbers.ts';
import { floatsFromBytes } from '../../../shared/data/number-bytes.ts';
import type { LayerPath } from '../../../shared/model/edit/layer-path.ts';
import { useHost } from '../../stores/host.ts';
import { useModelAnswer } from './use-model-answer.ts';

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

/** The numbers of one layer of the model, asked for anew as the image changes; those before stay until the new ones are there. */
export function useLayerNumbers(path: () => LayerPath | null) {
  const host = useHost();
  const { answer, error } = useModelAnswer(
    { question: () => inPath(path()), subject: () => path()?.join('.') },
    async (asked, signal) => read(await host.call('models.layer', asked, { signal })),
  );
  return { numbers: answer, error };
}

/** A layer as questions name it. */
export const inPath = (path: LayerPath | null): { path: number[] } | null => path && { path: [...path] };

/** A weight's own name: kernel of conv2d/kernel. */
export const ownName = (path: string): string => path.split('/').at(-1)!;

const read = ({ input, output, weights }: LayerNumbers): NumbersOfLayer => ({
  input: numbersOf(input),
  output: numbersOf(output),
  weights: Object.fromEntries(weights.map((weight) => [ownName(weight.path), numbersOf(weight)])),
});

const numbersOf = ({ shape, values }: LayerNumbers['input']): Numbers => ({ shape, values: floatsFromBytes(values) });
