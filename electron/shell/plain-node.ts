import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { UNPACKED } from '../hosts/app-layout.ts';

/**
 * Where a plain Node lies beside Electron: the one that the package brings, or, from a checkout, the one that `npm
 * start` runs on. It may not exist (see foundNode); undefined if none is named.
 */
export const plainNode = (): string | undefined =>
  app.isPackaged
    ? path.join(process.resourcesPath, 'webgpu', process.platform === 'win32' ? 'node.exe' : 'node')
    : process.env['INKSTONE_NODE'];

/** The path of that Node, if it exists. */
export function foundNode(): string | undefined {
  const node = plainNode();
  return node && existsSync(node) ? node : undefined;
}

/** A plain Node cannot read from the archive; electron-builder.yml lays the bundles that it runs beside it. */
export const unpacked = (script: string): string => script.replace('app.asar', UNPACKED);
