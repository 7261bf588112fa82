import { imagesAt, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { augments } from '../../../shared/data/augment.ts';
import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import { frozenPrefix } from '../../../shared/model/fine-tune-model.ts';
import { elements } from '../../../shared/model/info.ts';
import { describeModel } from '../../../shared/model/shapes.ts';
import { createReader } from '../evaluate/create-reader.ts';
import { READ_BATCH } from '../evaluate/reader.ts';
import type { Model } from '../model/build-model.ts';
import type { FeatureSet } from '../step/step-set.ts';
import { nextTurn } from './next-turn.ts';

/** Bytes that all features together may be: more of them would cost more memory than they save time. */
const MOST_BYTES = 2 ** 29;

/**
 * What the frozen layers in front make of a training set's images, to train the other layers on: computed once, as nothing
 * changes it.
 */
export class FrozenFeatures implements FeatureSet {
  readonly count: number;
  readonly labels: Uint16Array;
  readonly layers: number;
  readonly shape: readonly number[];
  readonly features: Float32Array;
  private readonly images: LabelledImages;
  private done = 0;

  private constructor(images: LabelledImages, layers: number, shape: readonly number[]) {
    this.images = images;
    this.count = images.count;
    this.labels = images.labels;
    this.layers = layers;
    this.shape = shape;
    this.features = new Float32Array(images.count * elements(shape));
  }

  /** Null where there are none: the first layers are trained, each image is changed anew in each epoch, or they are too many. */
  static of(model: Model, images: LabelledImages, { augmentation }: Recipe): FrozenFeatures | null {
    const layers = frozenPrefix(model.spec);
    if (layers === 0 || augments(augmentation)) return null;
    const shape = describeModel(model.spec).layers[layers - 1]!.outputShape;
    return images.count * elements(shape) * 4 > MOST_BYTES ? null : new FrozenFeatures(images, layers, shape);
  }

  get ready(): boolean {
    return this.done === this.count;
  }

  /** Computes what is left, with the model's weights. Other work is served meanwhile; when `interrupted` says so it ends early. */
  async compute(model: Model, interrupted: () => boolean): Promise<void> {
    const width = elements(this.shape);
    const reader = createReader(model, undefined, { layers: this.layers, width });
    try {
      while (!this.ready) {
        await nextTurn();
        if (interrupted()) return;
        const batch = Int32Array.from(
          { length: Math.min(READ_BATCH, this.count - this.done) },
          (_, i) => this.done + i,
        );
        this.features.set(await reader.read(imagesAt(this.images, batch)), this.done * width);
        this.done += batch.length;
      }
    } finally {
      reader.dispose();
    }
  }
}
