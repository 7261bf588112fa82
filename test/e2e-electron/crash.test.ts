import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { crashDumps } from '../../electron/files/crash-dumps.ts';
import { readLog } from '../../electron/files/read-log.ts';
import { launchStudio } from '../fixtures/electron.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

it('a crash of the page leaves its memory image and a word in the log, and sends nothing; the page comes back', async () => {
  const { folder: home, remove } = temporaryFolder();
  const studio = await launchStudio({ home });
  const logs = path.join(home, 'logs');
  try {
    const reporter = await studio.app.evaluate(({ app, crashReporter }) => ({
      uploads: crashReporter.getUploadToServer(),
      folder: app.getPath('crashDumps'),
    }));
    expect(reporter).toEqual({ uploads: false, folder: path.join(logs, 'crashes') });
    await studio.app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const back = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
      Object.assign(globalThis, { back });
      process.kill(webContents.getOSProcessId(), 'SIGSEGV');
    });
    await studio.app.evaluate(() => (globalThis as unknown as { back: Promise<void> }).back);
    await vi.waitFor(async () => expect(await crashDumps(logs)).toHaveLength(1));
    const lines = (await readLog(logs, 1e6)).join('\n');
    expect(lines).toMatch(/ info window \{"version":/);
    expect(lines).toMatch(/ error page gone \{"reason":"crashed"/);
  } finally {
    await studio.kill();
    remove();
  }
});
