import { mkdirSync, promises as fs, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { move } from '../../electron/files/move.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

/** A disk that refuses the first moves, as Windows does while another program has the file open. */
function refusing(code: string, times: number) {
  let tries = 0;
  const rename = async (from: string, to: string): Promise<void> => {
    tries += 1;
    if (tries <= times) throw Object.assign(new Error(code), { code });
    await fs.rename(from, to);
  };
  return { rename, tries: () => tries };
}

let made = 0;
function someFile(): { from: string; to: string } {
  const from = path.join(folder, `from-${++made}`);
  writeFileSync(from, 'content');
  return { from, to: path.join(folder, `to-${made}`) };
}

describe('move', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])(
    'waits on Windows until a file that is open (%s) can be moved',
    async (code) => {
      const { from, to } = someFile();
      await move(from, to, { platform: 'win32', rename: refusing(code, 3).rename });
      expect(await fs.readFile(to, 'utf8')).toBe('content');
    },
  );

  it('gives up with what the system says', async () => {
    const { from, to } = someFile();
    const { rename, tries } = refusing('EBUSY', Infinity);
    await expect(move(from, to, { platform: 'win32', patience: 30, rename })).rejects.toMatchObject({ code: 'EBUSY' });
    expect(tries()).toBeGreaterThan(1);
  });

  it.each([
    ['on other systems, which move open files', 'linux', 'EPERM'],
    ['for what waiting does not mend', 'win32', 'ENOENT'],
  ])('does not wait %s', async (_, platform, code) => {
    const { from, to } = someFile();
    const { rename, tries } = refusing(code, 1);
    await expect(move(from, to, { platform, rename })).rejects.toMatchObject({ code });
    expect(tries()).toBe(1);
  });

  it('does not wait for a folder that is in the way', async () => {
    const { from, to } = someFile();
    mkdirSync(to);
    const { rename, tries } = refusing('EPERM', Infinity);
    await expect(move(from, to, { platform: 'win32', rename })).rejects.toMatchObject({ code: 'EPERM' });
    expect(tries()).toBe(1);
  });
});
