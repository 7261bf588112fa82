import type { Recipe } from '../../../shared/contract/schemas/recipe.ts';
import { imageBytes, type DrawAnew, type LabelledImages } from '../../../shared/data/labelled-images.ts';
import { augmentsStrokes } from '../../../shared/ink/change-strokes.ts';
import { stream, type Random } from '../../../shared/random/random.ts';
import { nextTurn } from './next-turn.ts';

/** The process answers between two stretches of work of so long, milliseconds. */
const SLICE = 30;

/**
 * Images of which some were drawn with a pen: those that train are drawn anew for each epoch, their strokes changed. Each epoch's are
 * laid down in other memory than those of the epoch before, which TensorFlow may still read (see uint8Tensor).
 */
export class RedrawnImages {
  private readonly current: LabelledImages & { images: Uint8Array };
  private readonly drawAnew: DrawAnew;
  private readonly training: Uint32Array;
  private readonly recipe: Pick<Recipe, 'strokeAugmentation' | 'seed'>;
  /** How far an epoch is drawn, and where. */
  private drawn: { readonly epoch: number; readonly random: Random; readonly into: Uint8Array; next: number } | null =
    null;
  /** Memory that nobody reads. */
  private free: Uint8Array;

  private constructor(images: LabelledImages, drawAnew: DrawAnew, training: Uint32Array, recipe: Recipe) {
    this.current = { ...images, images: copyOf(images.images) };
    this.free = copyOf(images.images);
    this.drawAnew = drawAnew;
    this.training = training;
    this.recipe = recipe;
  }

  /** Those of the epoch that was drawn last; the images that they were drawn from stay as they are. */
  get images(): LabelledImages {
    return this.current;
  }

  /** Null where no strokes are changed, or none of the images has any. */
  static of(images: LabelledImages, training: Uint32Array, recipe: Recipe): RedrawnImages | null {
    if (!images.drawAnew || !augmentsStrokes(recipe.strokeAugmentation)) return null;
    return new RedrawnImages(images, images.drawAnew, training, recipe);
  }

  /** Whether the images are those of an epoch, from 0. */
  isReady(epoch: number): boolean {
    return this.drawn?.epoch === epoch && this.current.images === this.drawn.into;
  }

  /**
   * Draws what is left of an epoch's images, which are a function of seed and epoch alone. Other work is served meanwhile; when
   * `interrupted` says so it ends early.
   */
  async draw(epoch: number, interrupted: () => boolean): Promise<void> {
    if (this.isReady(epoch)) return;
    const { strokeAugmentation, seed } = this.recipe;
    if (this.drawn?.epoch !== epoch) {
      this.drawn = { epoch, random: stream(seed, 'strokes', epoch), into: this.free, next: 0 };
    }
    const { drawn, training } = this;
    const size = imageBytes(this.current.task);
    let began = performance.now();
    while (drawn.next < training.length) {
      const index = training[drawn.next++]!;
      const image = this.drawAnew(index, strokeAugmentation, drawn.random);
      if (image) drawn.into.set(image, index * size);
      if (performance.now() - began < SLICE) continue;
      await nextTurn();
      if (interrupted()) return;
      began = performance.now();
    }
    this.free = this.current.images;
    this.current.images = drawn.into;
  }
}

/** Not by slice: of a Buffer, which files are read as, that is no copy. */
const copyOf = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
