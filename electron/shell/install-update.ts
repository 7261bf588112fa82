import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { app, shell } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';
import type { PackageFormat } from '../../shared/contract/schemas/update.ts';
import { replaceProgram } from '../services/updates/replace-program.ts';
import { readStart } from './file-arguments.ts';

/**
 * How each kind of package takes the file of a newer version. Only AppImage's is carried out by the program itself; the others show the
 * file to the system, which asks the user, and for rights that the program has not.
 */
export function updateInstaller(format: PackageFormat | null): ((file: string) => Promise<void>) | null {
  const install = installerOf(format);
  if (install === null) return null;
  return async (file) => {
    try {
      await install(file);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new AppError('update-install-failed', { reason, file }, thrown);
    }
  };
}

function installerOf(format: PackageFormat | null): ((file: string) => Promise<void>) | null {
  switch (format) {
    case 'deb':
    case 'rpm':
      return open;
    case 'AppImage':
      return replaceAndRestart;
    case 'nsis':
      return runSetup;
    case 'zip':
      return (file) => Promise.resolve(shell.showItemInFolder(file));
    default:
      return null;
  }
}

/** In the system's program for packages. */
async function open(file: string): Promise<void> {
  const problem = await shell.openPath(file);
  if (problem) throw new Error(problem);
}

async function replaceAndRestart(file: string): Promise<void> {
  const program = process.env['APPIMAGE'];
  if (!program) throw new Error('APPIMAGE is not set');
  await replaceProgram(file, program);
  // Without the files that this start was to open, which would be taken in a second time.
  const { options } = readStart(process.argv, process.cwd(), null);
  app.relaunch({ execPath: program, args: [...options] });
  app.quit();
}

/** Windows' set-up waits for the program to end, and starts the new one. */
async function runSetup(file: string): Promise<void> {
  const setup = spawn(file, { detached: true, stdio: 'ignore' });
  await once(setup, 'spawn');
  setup.unref();
  app.quit();
}
