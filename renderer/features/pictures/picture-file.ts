import { uploadFiles } from '../datasets/upload-files.ts';

/** A picture, or a file of several pages, and how to bring it to the host: resolves with its handle. */
export interface PictureFile {
  readonly name: string;
  readonly bring: (signal: AbortSignal) => Promise<string>;
}

/** One that the page has the bytes of. */
export const pictureOf = (file: File): PictureFile => ({
  name: file.name,
  bring: (signal) => uploadFiles({ name: file.name, files: [{ path: file.name, file }] }, signal, () => undefined),
});
