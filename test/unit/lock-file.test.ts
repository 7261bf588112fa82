import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lutimesSync,
  promises as fs,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withFolderLock } from '../../electron/files/folder-lock.ts';
import { holderOf, lockHolder, releaseLock, takeLock } from '../../electron/files/lock-file.ts';
import { isLiving, stateOf, thisProcess } from '../../electron/files/process-identity.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';

let home: { folder: string; remove(): void };
const children: ChildProcess[] = [];
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  home.remove();
});

const lock = (): string => path.join(home.folder, 'lock.json');
/** No process has this id on Linux. */
const DEAD = { pid: 2 ** 22 + 1, start: '1' };

/** A process that tries to take each lock it is told of, and answers `won` or `lost`. */
function taker(): { child: ChildProcess; take(file: string): Promise<string> } {
  const script = path.join(repositoryRoot, 'test', 'fixtures', 'lock-taker.ts');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    child,
    async take(file) {
      child.stdin!.write(`${file}\n`);
      return String((await answers.next()).value);
    },
  };
}

describe('a lock', () => {
  it('goes to one of many processes that try at once: when it is free, and when its holder is gone', async () => {
    const takers = Array.from({ length: 6 }, () => taker());
    const before: [string, (file: string) => void][] = [
      ['free', () => undefined],
      ['dead', (file) => writeFileSync(file, JSON.stringify({ version: 1, ...DEAD }))],
      [
        // Its heir died, too, before it had replaced it.
        'dead-heir',
        (file) => {
          for (const name of [file, `${file}.after-${DEAD.pid}-${DEAD.start}`]) {
            writeFileSync(name, JSON.stringify({ version: 1, ...DEAD }));
          }
        },
      ],
    ];
    for (let round = 0; round < 15; round++) {
      for (const [name, prepare] of before) {
        const file = path.join(home.folder, `${name}-${round}.json`);
        prepare(file);
        const answers = await Promise.all(takers.map(({ take }) => take(file)));
        expect(answers.filter((answer) => answer === 'won')).toHaveLength(1);
        const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
        expect(pid).toBe(takers[answers.indexOf('won')]!.child.pid);
      }
    }
    // Nothing is left beside the locks.
    expect(readdirSync(home.folder)).toHaveLength(45);
  });

  it('says who holds it, until that process is killed', async () => {
    const { child, take } = taker();
    expect(await take(lock())).toBe('won');
    const me = lockHolder('web');
    expect(await takeLock(lock(), me)).toMatchObject({ pid: child.pid, host: 'cli' });
    expect(await holderOf(lock())).toMatchObject({ pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await holderOf(lock())).toBeNull();
    expect(await takeLock(lock(), me)).toBeNull();
    expect(await holderOf(lock())).toEqual(me);
    await releaseLock(lock());
    expect(existsSync(lock())).toBe(false);
  });

  it('tells two hosts of one process apart, and is its own holder’s to take again', async () => {
    const [one, other] = [lockHolder('web'), lockHolder('web')];
    expect(await takeLock(lock(), one)).toBeNull();
    expect(await takeLock(lock(), one)).toBeNull();
    expect(await takeLock(lock(), other)).toEqual(one);
  });

  it('of an earlier process with this one’s id is nobody’s', async () => {
    writeFileSync(lock(), JSON.stringify({ version: 1, ...thisProcess(), start: '' }));
    expect(await holderOf(lock())).toBeNull();
    expect(await takeLock(lock(), lockHolder('cli'))).toBeNull();
  });

  it('whose holder is no name of a file is torn: it leads to no place and no file but its own', async () => {
    const old = new Date(Date.now() - 60_000);
    for (const start of ['\0', '/../../escaped', '1/2', 'x'.repeat(300)]) {
      writeFileSync(lock(), JSON.stringify({ version: 1, pid: DEAD.pid, start }));
      utimesSync(lock(), old, old);
      expect(await takeLock(lock(), lockHolder('cli'))).toBeNull();
      expect(readdirSync(home.folder)).toEqual(['lock.json']);
    }
  });

  it('that is torn is taken for one that is being written, but not for long', async () => {
    writeFileSync(lock(), '');
    const me = lockHolder('cli');
    expect(await takeLock(lock(), me)).not.toBeNull();
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock(), longAgo, longAgo);
    expect(await takeLock(lock(), me)).toBeNull();
  });

  it.each(['nowhere', 'lock.json'])(
    'that is a link to %s is torn: it is waited for no longer than another',
    async (target) => {
      symlinkSync(target, lock());
      const longAgo = new Date(Date.now() - 60_000);
      lutimesSync(lock(), longAgo, longAgo);
      expect(await holderOf(lock())).toBeNull();
      const me = lockHolder('cli');
      expect(await takeLock(lock(), me)).toBeNull();
      expect(await holderOf(lock())).toEqual(me);
    },
  );
});

describe('a disk too full for a lock', () => {
  const full = (): void =>
    void vi.spyOn(fs, 'writeFile').mockRejectedValue(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
  const folder = (): string => path.join(home.folder, 'data');
  afterEach(() => void vi.restoreAllMocks());

  it('keeps work from a folder, but not work that makes room', async () => {
    full();
    const work = vi.fn(() => Promise.resolve('done'));
    await expect(withFolderLock(folder(), work)).rejects.toMatchObject({
      code: 'disk-full',
      params: { path: `${folder()}.lock` },
    });
    expect(work).not.toHaveBeenCalled();
    expect(await withFolderLock(folder(), work, { makesRoom: true })).toBe('done');
  });

  it('has work that makes room wait for whoever holds the lock, which stays theirs', async () => {
    const other = lockHolder('cli');
    await takeLock(`${folder()}.lock`, other);
    full();
    const work = vi.fn(() => Promise.resolve());
    const removed = withFolderLock(folder(), work, { makesRoom: true });
    await withFolderLock(path.join(home.folder, 'another'), () => Promise.resolve(), { makesRoom: true });
    expect(work).not.toHaveBeenCalled();
    await releaseLock(`${folder()}.lock`);
    await removed;
    expect(work).toHaveBeenCalledOnce();
  });
});

describe.runIf(process.platform === 'linux')('a process', () => {
  it('that has ended and was not yet collected by its parent is gone', async () => {
    // The shell becomes a program that does not ask after its children; then its child may end.
    const child = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 1000 3<&-'], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    children.push(child);
    const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
    const pid = Number(chunk.toString());
    await vi.waitFor(() => expect(readFileSync(`/proc/${child.pid}/comm`, 'utf8')).toBe('sleep\n'));
    (child.stdio[3] as Writable).end();
    const stat = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    await vi.waitFor(() => expect(stat()[0]).toBe('Z'));
    const zombie = { pid, start: stat()[19]! };
    expect(stateOf(zombie)).toBe('gone');
    expect(isLiving(zombie)).toBe(false);
    expect(isLiving(thisProcess())).toBe(true);
  });

  it('that has another one’s id is not that one', () => {
    expect(isLiving({ pid: process.ppid, start: '1' })).toBe(false);
  });
});
