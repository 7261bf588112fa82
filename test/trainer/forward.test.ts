import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { softmax } from '../../shared/evaluation/softmax.ts';
import { forward } from '../../shared/forward/forward.ts';
import { elements } from '../../shared/model/info.ts';
import { describeClassifier } from '../../shared/model/shapes.ts';
import { largestDifference, ownAnswers, randomImages, storedModel } from '../fixtures/exported-models.ts';
import { LAYER_CASES, modelOf } from '../fixtures/layer-cases.ts';

beforeAll(() => void loadTensorflow());

describe('a forward pass in plain arithmetic', () => {
  it.each(LAYER_CASES)('$name gives what the trainer gives', ({ layers, inputShape }) => {
    const spec = modelOf(layers, inputShape);
    const model = storedModel(spec);
    const byName = new Map(model.weights.map(({ name, values }) => [name, values]));
    const own = {
      layers: spec.layers,
      infos: describeClassifier(spec).layers,
      weight: (path: string) => byName.get(path)!,
    };
    const images = randomImages(7, inputShape);
    const size = elements(inputShape);
    const answers = Array.from({ length: 7 }, (_, i) => {
      const logits = forward(own, images.subarray(i * size, (i + 1) * size));
      return softmax(logits, 0, logits.length);
    });
    expect(largestDifference(Float32Array.from(answers.flat()), ownAnswers(model, images))).toBeLessThan(1e-5);
  });
});
