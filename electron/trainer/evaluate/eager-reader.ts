import { elements } from '../../../shared/model/info.ts';
import type { Model } from '../model/build-model.ts';
import { byteTensor, bytesToImages } from '../ops/image-bytes.ts';
import { readBack } from '../ops/read-back.ts';
import type { Reader, WeightSource } from './reader.ts';

/** Reads op by op. */
export function createEagerReader(model: Model, source: WeightSource): Reader {
  return {
    mode: 'eager',
    read: (images) =>
      readBack(() => {
        const { inputShape } = model.spec;
        const bytes = byteTensor(images, [images.length / elements(inputShape), ...inputShape]);
        return model.forward(bytesToImages(bytes), (weight) => source(weight).read(), null);
      }),
    reload: () => undefined,
    dispose: () => undefined,
  };
}
