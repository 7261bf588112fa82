import type { PictureFile } from '../../stores/page-queue.ts';
import { uploadFiles } from '../datasets/upload-files.ts';

/** A picture that the page has the bytes of. */
export const pictureOf = (file: File): PictureFile => ({
  name: file.name,
  bring: (signal) => uploadFiles({ name: file.name, files: [{ path: file.name, file }] }, signal, () => undefined),
});
