import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mustBeFile } from './read-whole.ts';

/** SHA-256 in hexadecimal digits, by which later changes are noticed. */
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The same for a file, read piece by piece. Throws the file system's errors. */
export async function sha256OfFile(file: string): Promise<string> {
  await mustBeFile(file);
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1_048_576 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}
