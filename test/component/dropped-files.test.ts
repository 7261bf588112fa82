import { expect, it } from 'vitest';
import { filesOfDrop, MOST_FILES } from '../../renderer/features/datasets/dropped-files.ts';

const fileEntry = {
  isFile: true,
  isDirectory: false,
  name: 'a',
  file: (take: (file: File) => void) => take(new File([], 'a')),
};

/** A folder that the browser lists `some` entries of at a time. */
function drop(pieces: readonly object[][]): FileSystemEntry[] {
  const left = [...pieces];
  const createReader = () => ({ readEntries: (take: (entries: object[]) => void) => take(left.shift() ?? []) });
  const entry = { isFile: false, isDirectory: true, name: 'disk', createReader };
  return [entry as unknown as FileSystemEntry];
}

it('a dropped folder is taken whole', async () => {
  const dropped = await filesOfDrop(drop([[fileEntry, fileEntry], [fileEntry]]));
  expect(dropped).toMatchObject({ name: 'disk', files: [{ path: 'a' }, { path: 'a' }, { path: 'a' }] });
});

it('a whole disk is refused and not cut in silence', async () => {
  // As many at once, so that nothing of them is asked for.
  const many = new Array<object>(MOST_FILES + 1).fill(fileEntry);
  await expect(filesOfDrop(drop([many]))).rejects.toMatchObject({
    code: 'too-many-files',
    params: { path: 'disk', most: MOST_FILES },
  });
});
