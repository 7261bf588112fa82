/**
 * A decoded picture as grey levels, 0 black to 255 white: width x height bytes. `channels` is 1 (grey), 2 (grey, alpha),
 * 3 (RGB) or 4 (RGBA), 8 bits each. Weights are those of ITU-R BT.601. What is transparent shows paper behind the ink:
 * white, or black where the opaque part is light.
 */
export function luminance(pixels: Uint8Array, channels: 1 | 2 | 3 | 4): Uint8Array {
  const count = Math.floor(pixels.length / channels);
  const grey = new Uint8Array(count);
  const hasAlpha = channels === 2 || channels === 4;
  for (let i = 0, at = 0; i < count; i++, at += channels) {
    grey[i] =
      channels < 3 ? pixels[at]! : Math.round(0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!);
  }
  if (!hasAlpha) return grey;
  const alpha = (i: number): number => pixels[(i + 1) * channels - 1]! / 255;
  let [weight, light] = [0, 0];
  for (let i = 0; i < count; i++) {
    weight += alpha(i);
    light += alpha(i) * grey[i]!;
  }
  // The ground matters only with transparency; light strokes on a transparent ground need black behind them.
  const paper = light > 127.5 * weight && weight < 0.999 * count ? 0 : 255;
  return grey.map((level, i) => Math.round(paper + alpha(i) * (level - paper)));
}
