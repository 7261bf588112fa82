import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { HostChild } from '../../electron/environment.ts';
import { launchNodeReader } from '../../electron/hosts/node-helper-child.ts';
import { ReaderLink, type ReaderLinkOptions } from '../../electron/reader-link/reader-link.ts';
import { MNIST_FRAME } from '../../shared/ink/frame.ts';
import type { Handlers } from '../../shared/contract/define.ts';
import { readerCalls, readerEvents, type ReaderCalls } from '../../shared/contract/reader.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/serve.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { encodePng } from '../fixtures/png.ts';
import { quietLog } from '../fixtures/quiet-log.ts';

const files = temporaryFolder();
afterAll(files.remove);

const links: ReaderLink[] = [];
afterEach(() => {
  for (const link of links.splice(0)) link.stop();
});

/** A link to real reader processes. */
function realLink(options: Partial<ReaderLinkOptions> = {}) {
  const children: HostChild[] = [];
  const log = quietLog();
  const launchReader = () => {
    const child = launchNodeReader({ script: path.join(repositoryRoot, 'out', 'node', 'reader.cjs'), log });
    children.push(child);
    return child;
  };
  const link = new ReaderLink({ env: { launchReader, log }, ...options });
  links.push(link);
  return { link, children };
}

/** A black bar on white: a 1. */
function barFile(): string {
  const file = path.join(files.folder, 'bar.png');
  const levels = Uint8Array.from({ length: 60 * 60 }, (_, i) =>
    Math.abs((i % 60) - 30) < 4 && i > 600 && i < 3000 ? 0 : 255,
  );
  writeFileSync(file, encodePng(levels, 60, 60));
  return file;
}

const refuse = (): never => {
  throw new Error('not asked for');
};
const ended = (child: HostChild): Promise<void> => new Promise((resolve) => child.onExit(() => resolve()));

describe('the reader', () => {
  it('brings a picture into the frame that is asked for, and shows the way', async () => {
    const { link } = realLink();
    const frame = { height: 20, width: 24, framing: 'centred' } as const;
    const steps = await link.call('picture.read', { path: barFile(), name: 'bar.png', frame });
    expect(steps.image).toHaveLength(480);
    expect(Math.max(...steps.image)).toBe(255);
    expect(steps.picture).toMatchObject({ width: 60, height: 60 });
    expect(steps.box.x).toBeGreaterThan(0.4);
  });

  it('names the file in its refusals, and is there for the next one', async () => {
    const { link, children } = realLink();
    const path = barFile();
    const empty = path.replace('bar.png', 'empty.png');
    writeFileSync(empty, '');
    await expect(
      link.call('picture.read', { path: empty, name: 'empty.png', frame: MNIST_FRAME }),
    ).rejects.toMatchObject({
      code: 'file-empty',
      params: { file: 'empty.png' },
    });
    await link.call('picture.read', { path, name: 'bar.png', frame: MNIST_FRAME });
    expect(children).toHaveLength(1);
  });

  it('that is killed over one file is started anew for the next', async () => {
    const { link, children } = realLink();
    const request = { path: barFile(), name: 'bar.png', frame: MNIST_FRAME };
    const first = link.call('picture.read', request);
    const second = link.call('picture.read', request);
    await vi.waitFor(() => expect(children).toHaveLength(1));
    children[0]!.kill();
    await expect(first).rejects.toMatchObject({ code: 'reader-crashed' });
    expect((await second).image).toHaveLength(784);
    expect(children).toHaveLength(2);
  });

  it('ends when it has been idle, and when its host stops', async () => {
    const { link, children } = realLink({ idleMs: 1 });
    const request = { path: barFile(), name: 'bar.png', frame: MNIST_FRAME };
    await link.call('picture.read', request);
    await ended(children[0]!);
    await link.call('picture.read', request);
    link.stop();
    await ended(children[1]!);
    await expect(link.call('picture.read', request)).rejects.toMatchObject({ code: 'disconnected' });
  });
});

describe('a reader that does not answer', () => {
  /** A child that never answers. */
  function silentLink() {
    const kill = vi.fn();
    const launchReader = (): HostChild => {
      const [transport] = createMemoryPair();
      return { transport, pid: 1, onExit: () => undefined, kill: () => (kill(), transport.close()) };
    };
    const link = new ReaderLink({ env: { launchReader, log: quietLog() } });
    links.push(link);
    return { link, kill };
  }
  const request = { path: '/x', name: 'x', frame: MNIST_FRAME };

  it('is ended after its time, in words', async () => {
    const { link, kill } = silentLink();
    await expect(link.call('picture.read', request, { patience: 10 })).rejects.toMatchObject({
      code: 'reader-timeout',
      params: { seconds: 0.01 },
    });
    expect(kill).toHaveBeenCalledOnce();
  });

  it('has its time anew whenever it tells how far it is, and is ended once it falls silent', async () => {
    vi.useFakeTimers();
    try {
      const [near, far] = createMemoryPair();
      const serving = serve(
        { calls: readerCalls, events: readerEvents },
        {
          ...(Object.fromEntries(
            Object.keys(readerCalls).map((name) => [name, refuse]),
          ) as unknown as Handlers<ReaderCalls>),
          'drawings.read': () => new Promise(() => undefined),
        },
        far,
      );
      const kill = vi.fn();
      const launchReader = (): HostChild => ({
        transport: near,
        pid: 1,
        onExit: () => undefined,
        kill: () => (kill(), near.close()),
      });
      const link = new ReaderLink({ env: { launchReader, log: quietLog() } });
      links.push(link);
      const answer = link.call('drawings.read', { path: '/x', name: 'x' }).catch((error: unknown) => error);
      for (let minute = 0; minute < 3; minute++) {
        await vi.advanceTimersByTimeAsync(59_000);
        serving.emit('data.progress', { done: minute, total: null });
        await vi.advanceTimersByTimeAsync(0);
      }
      expect(kill).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await answer).toMatchObject({ code: 'reader-timeout', params: { seconds: 60 } });
      expect(kill).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  it('is ended when nobody wants its answer any more', async () => {
    const { link, kill } = silentLink();
    const gone = new AbortController();
    const answer = link.call('picture.read', request, { signal: gone.signal });
    await new Promise(setImmediate);
    gone.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    expect(kill).toHaveBeenCalledOnce();
  });
});
