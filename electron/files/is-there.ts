import { promises as fs } from 'node:fs';

/** What the system says of a path that nothing can be at. */
const NOTHING = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

/**
 * Whether something is at a path. What may not be looked at is there: whoever takes it for missing would write over it, or tell its user
 * that there is none. By the time of an answer it may be otherwise: whoever reads or moves a file goes by what that says.
 */
export const isThere = (path: string): Promise<boolean> =>
  fs.stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => !NOTHING.includes(error.code ?? ''),
  );

/** Whether a folder is at a path, and can be looked at. */
export const isFolder = (path: string): Promise<boolean> =>
  fs.stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
