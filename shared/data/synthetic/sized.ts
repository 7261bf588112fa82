import { MNIST_FRAME } from '../../ink/frame.ts';
import { resize } from '../../ink/resample.ts';
import { generateSynthetic, type SyntheticOptions } from './generate.ts';

/** Synthetic digits of another size than MNIST's, whatever a model reads: bytes, image after image, and the digits. */
export function sizedDigits(
  options: SyntheticOptions,
  size: { readonly height: number; readonly width: number },
): { readonly images: Uint8Array<ArrayBuffer>; readonly labels: ArrayLike<number> } {
  const { images, labels } = generateSynthetic(options);
  const [from, to] = [MNIST_FRAME.height * MNIST_FRAME.width, size.height * size.width];
  const sized = new Uint8Array(options.count * to);
  for (let i = 0; i < options.count; i++) {
    sized.set(resize(images.subarray(i * from, (i + 1) * from), MNIST_FRAME, size), i * to);
  }
  return { images: sized, labels };
}
