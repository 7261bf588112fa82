import { elements } from '../../../shared/model/info.ts';
import type { Model } from '../model/build-model.ts';
import { byteTensor, bytesToImages } from '../ops/image-bytes.ts';
import { readBack } from '../ops/read-back.ts';
import { forwardFor, widthOf, type Reader, type View, type WeightSource } from './reader.ts';

/** Reads op by op. */
export function createEagerReader(model: Model, source: WeightSource, view: View): Reader {
  return {
    mode: 'eager',
    width: widthOf(model, view),
    read: (images) =>
      readBack(() => {
        const { inputShape } = model.spec;
        const bytes = byteTensor(images, [images.length / elements(inputShape), ...inputShape]);
        return forwardFor(model, view, bytesToImages(bytes), (weight) => source(weight).read());
      }),
    reload: () => undefined,
    dispose: () => undefined,
  };
}
