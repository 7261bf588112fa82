import { readFileSync, writeFileSync } from 'node:fs';
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { z } from 'zod';

const stateSchema = z.object({
  bounds: z.object({ x: z.number(), y: z.number(), width: z.number().min(1024), height: z.number().min(640) }),
  maximized: z.boolean(),
});

type WindowState = z.infer<typeof stateSchema>;

/** Where the window was when it was last closed; null if that is unknown or on a screen that is gone. */
export function readWindowState(file: string): WindowState | null {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isOnScreen(state.bounds) ? state : null;
  } catch {
    return null;
  }
}

/** Remembers where the window is when it closes. Errors of writing are ignored. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // The window opens at its default place next time.
    }
  });
}

/** Whether enough of the title bar lies on a screen to take hold of it. */
function isOnScreen(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  const shared = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  return shared >= 200 && bounds.y >= workArea.y && bounds.y <= workArea.y + workArea.height - 100;
}
