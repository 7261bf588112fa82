import { t } from '../../i18n/index.ts';

/** The reader keeps no more of a picture (electron/formats/pictures.ts). */
const MOST_PIXELS = 24_000_000;
/** Ink and paper are told apart by small steps of grey, which a stronger compression blurs. */
const JPEG_QUALITY = 0.95;
const SMALL_HEIGHT = 72;

/** What a camera saw when it was asked. */
export interface Frame {
  readonly bytes: Blob;
  readonly small: HTMLCanvasElement;
}

/** The size of what is kept of a picture, in whole pixels. */
export function keptSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  return { width: Math.floor(width * scale), height: Math.floor(height * scale) };
}

/** The picture that `video` shows now, as a JPEG of all its pixels, and a small one to be shown. Throws if the page has no memory for it. */
export async function takeFrame(video: HTMLVideoElement): Promise<Frame> {
  const { width, height } = keptSize(video.videoWidth, video.videoHeight);
  const whole = drawn(video, width, height);
  const small = drawn(whole, Math.max(1, Math.round((SMALL_HEIGHT * width) / height)), SMALL_HEIGHT);
  const bytes = await new Promise<Blob | null>((resolve) => whole.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  if (bytes === null) throw new Error(`the camera's picture of ${width} x ${height} pixels could not be kept`);
  return { bytes, small };
}

/** Numbers go on through the session, so that no two pictures have one name. */
let numbers = 0;

export const fileOf = ({ bytes }: Frame): File =>
  new File([bytes], t('camera.file', { n: ++numbers }), { type: 'image/jpeg' });

function drawn(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d')?.drawImage(source, 0, 0, width, height);
  return canvas;
}
