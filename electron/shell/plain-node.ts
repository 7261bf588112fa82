import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';

/**
 * A plain Node beside Electron: the one that the package brings, or, from a checkout, the one that `npm start` runs on.
 * Null if there is none.
 */
export function plainNode(): string | null {
  const node = app.isPackaged
    ? path.join(process.resourcesPath, 'webgpu', process.platform === 'win32' ? 'node.exe' : 'node')
    : process.env['INKSTONE_NODE'];
  return node && existsSync(node) ? node : null;
}
