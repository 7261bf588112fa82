import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import type { Drops } from '../environment.ts';
import { isFromPage } from './page-rules.ts';
import { DROP_CHANNEL } from './port-channel.ts';

/** Drops that nobody has asked for yet; the oldest goes. */
const MOST_KEPT = 20;

const pathsSchema = z.array(z.string().min(1).max(32_768).refine(path.isAbsolute)).min(1).max(10_000);

/** What was dropped on the page, until it is taken. */
export interface PageDrops extends Drops {
  /** Listens to the page in `window`: only its main frame, on our own origin, is heard. */
  accept(window: BrowserWindow): void;
}

export function createPageDrops(): PageDrops {
  const kept = new Map<string, readonly string[]>();
  const keep = (paths: readonly string[]): string => {
    const drop = randomBytes(16).toString('hex');
    kept.set(drop, paths);
    for (const old of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(old);
    return drop;
  };
  return {
    take(drop) {
      const paths = kept.get(drop) ?? null;
      kept.delete(drop);
      return paths;
    },
    accept(window) {
      ipcMain.handle(DROP_CHANNEL, (event: IpcMainInvokeEvent, told: unknown) => {
        const paths = pathsSchema.safeParse(told);
        return paths.success && isFromPage(event, window) ? keep(paths.data) : null;
      });
      window.once('closed', () => ipcMain.removeHandler(DROP_CHANNEL));
    },
  };
}
