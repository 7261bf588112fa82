import { onMounted, watch, type ShallowRef, type WatchSource } from 'vue';

/** What a canvas shows, pixel by pixel. */
export interface Pixels {
  readonly size: () => { readonly height: number; readonly width: number };
  /** Puts red, green and blue, 0 to 255, of each pixel into `rgba`, row by row; they are opaque already. */
  readonly fill: (rgba: Uint8ClampedArray) => void;
  /** What the pixels depend on. */
  readonly changes: readonly WatchSource[];
}

/** Paints a canvas of as many pixels as `size` says when it is mounted, and anew after each change. */
export function usePixels(
  canvas: Readonly<ShallowRef<HTMLCanvasElement | null>>,
  { size, fill, changes }: Pixels,
): void {
  function paint(): void {
    const context = canvas.value?.getContext('2d');
    if (!context) return;
    const { height, width } = size();
    const pixels = context.createImageData(width, height);
    for (let i = 3; i < pixels.data.length; i += 4) pixels.data[i] = 255;
    fill(pixels.data);
    context.putImageData(pixels, 0, 0);
  }
  onMounted(paint);
  watch([...changes], paint, { flush: 'post' });
}
