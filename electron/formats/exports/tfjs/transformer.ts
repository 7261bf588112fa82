import type { LayerOf } from '../../../../shared/contract/schemas/model.ts';
import type { Shape } from '../../../../shared/model/info.ts';
import { mlpUnits, TRANSFORMER_EPSILON } from '../../../../shared/model/layers/transformer.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import { columns, type LayerGraph, type LayerWeight } from './layer-graph.ts';

interface Place {
  readonly name: string;
  readonly input: string;
  /** A weight by its path in the layer. */
  own(path: string): NamedTensor;
}

/** x + attention(norm(x)), then x + mlp(norm(x)): each head by products of its own, as TensorFlow.js's Dot takes no more than three axes. */
export function addTransformer(
  graph: LayerGraph,
  { heads, width: wished, mlpRatio }: LayerOf<'TransformerEncoder'>,
  outputShape: Shape,
  { name, input, own }: Place,
): string {
  const features = outputShape[1]!;
  const width = wished ?? features;
  const size = width / heads;
  const norm = (path: string, x: string): string =>
    graph.add('LayerNormalization', `${name}/${path}`, [x], { axis: -1, epsilon: TRANSFORMER_EPSILON }, [
      ['gamma', own(`${path}/gamma`)],
      ['beta', own(`${path}/beta`)],
    ]);
  const dense = (path: string, x: string, units: number, activation = 'linear', weights = both(own, path)): string =>
    graph.add('Dense', `${name}/${path}`, [x], { units, activation, use_bias: true }, weights);
  const normal = norm('attention_norm', input);
  const mixed = Array.from({ length: heads }, (_, head) => {
    const part = (path: string): string =>
      dense(`attention/${path}_${head}`, normal, size, 'linear', [
        ['kernel', columns(own(`attention/${path}/kernel`), head * size, size)],
        ['bias', columns(own(`attention/${path}/bias`), head * size, size)],
      ]);
    const at = `${name}/attention`;
    const products = graph.add('Dot', `${at}/products_${head}`, [part('query'), part('key')], { axes: [2, 2] });
    const scale = { scale: 1 / Math.sqrt(size), offset: 0 };
    const scores = graph.add('Rescaling', `${at}/scores_${head}`, [products], scale);
    const looks = graph.add('Activation', `${at}/looks_${head}`, [scores], { activation: 'softmax' });
    return graph.add('Dot', `${at}/mixed_${head}`, [looks, part('value')], { axes: [2, 1] });
  });
  const joined = heads === 1 ? mixed[0]! : graph.add('Concatenate', `${name}/attention/heads`, mixed, { axis: -1 });
  const attended = graph.add('Add', `${name}/attended`, [input, dense('attention/output', joined, features)], {});
  const hidden = dense('mlp/dense', norm('mlp_norm', attended), mlpUnits(mlpRatio, features), 'gelu');
  return graph.add('Add', name, [attended, dense('mlp/dense_1', hidden, features)], {});
}

const both = (own: Place['own'], path: string): LayerWeight[] => [
  ['kernel', own(`${path}/kernel`)],
  ['bias', own(`${path}/bias`)],
];
