import { existsSync, mkdirSync, promises, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { updates as command } from '../../electron/cli/commands/updates.ts';
import type { HostEnvironment } from '../../electron/environment.ts';
import { makeKeyPair } from '../../electron/services/updates/signature.ts';
import { SettingsService } from '../../electron/services/settings/settings.ts';
import { Updates, type UpdatesOptions } from '../../electron/services/updates/updates.ts';
import type { UpdatesStatus, UpdateStep } from '../../shared/contract/schemas/update.ts';
import type { Behaviour } from '../fixtures/fault-server.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost } from '../fixtures/host-services.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import {
  FEED,
  fileOf,
  PACKAGE,
  PUBLISHED,
  startReleaseServer,
  type ReleaseServer,
} from '../fixtures/release-server.ts';
import { runsHost, told, type RunsHost } from '../fixtures/runs-host.ts';
import { someRequest } from '../fixtures/scripted-host.ts';

let home: ReturnType<typeof temporaryFolder>;
let server: ReleaseServer;
let host: RunsHost;
let settings: SettingsService;
let installed: string[];
let states: UpdateStep['state'][];

beforeEach(async () => {
  home = temporaryFolder();
  mkdirSync(path.join(home.folder, 'runs'));
  server = await startReleaseServer();
  host = runsHost(home.folder);
  settings = await SettingsService.open({ storageFolder: home.folder, log: quietLog() });
  await settings.update({ updateFeed: server.feed });
  installed = [];
  states = [];
});
afterEach(async () => {
  await host.runs.close();
  await server.close();
  home.remove();
});

function open(env: Partial<HostEnvironment> = {}, options: UpdatesOptions = {}): Updates {
  const updates = new Updates({
    env: {
      host: 'electron',
      version: '1.1.0',
      packageFormat: 'deb',
      storageFolder: home.folder,
      installUpdate: async (file) => void installed.push(file),
      now: () => PUBLISHED + 1000,
      log: quietLog(),
      ...env,
    },
    settings,
    use: host.use,
    training: async () => (await host.runs.training())?.spec.name ?? null,
    options: {
      platform: 'linux-x64',
      stall: 30_000,
      publisher: { feed: null, keys: [server.keys.publicKey] },
      ...options,
    },
  });
  updates.onChanged.on(({ step }) => states.at(-1) !== step.state && states.push(step.state));
  return updates;
}

/** Resolves with the first status, of now or told later, whose step is in this state. */
const until = (updates: Updates, state: UpdateStep['state']): Promise<UpdatesStatus> =>
  new Promise((resolve) => {
    const look = (status: UpdatesStatus): void => {
      if (status.step.state !== state) return;
      stop();
      resolve(status);
    };
    const stop = updates.onChanged.on(look);
    look(updates.status);
  });

const failure = ({ step }: UpdatesStatus) => (step.state === 'failed' ? step.error : expect.fail(step.state));
const folder = (version = '1.2.0') => path.join(home.folder, 'updates', version);
const staged = (name = 'inkstone-1.2.0.deb') => path.join(folder(), name);

/** Has it found and fetched. */
async function fetched(updates = open()): Promise<Updates> {
  await updates.look();
  updates.fetch();
  await until(updates, 'ready');
  return updates;
}

describe('an update', () => {
  it('is found, fetched and handed over, each when it is asked for', async () => {
    const updates = open();
    await updates.begin();
    expect(server.requests).toEqual([]);
    expect(updates.status.step).toEqual({ state: 'idle' });
    const found = await updates.look();
    expect(found).toMatchObject({ lookedAt: PUBLISHED + 1000, byItself: false, feed: server.feed });
    const release = {
      version: '1.2.0',
      date: '2026-11-30',
      notes: { en: 'Draws faster.', 'zh-CN': '绘制更快。' },
      bytes: server.package.length,
    };
    expect(found.step).toEqual({ state: 'available', release });
    expect(server.requests.map(({ path: asked }) => asked)).toEqual([`/${FEED}`, `/${FEED}.sig`]);
    updates.fetch();
    await until(updates, 'ready');
    expect(readFileSync(staged()).equals(server.package)).toBe(true);
    expect(updates.status.step).toMatchObject({
      handOver: { how: 'package', command: `sudo apt install ${staged()}` },
    });
    expect(installed).toEqual([]);
    await updates.install();
    expect(installed).toEqual([staged()]);
    expect(states).toEqual(['looking', 'available', 'downloading', 'ready', 'installing']);
  });

  it('is looked for at a start when the settings say so, and the new program clears up', async () => {
    await settings.update({ updates: 'on-start' });
    const updates = open();
    await updates.begin();
    expect(updates.status).toMatchObject({ byItself: true, step: { state: 'available' } });
    await fetched(updates);
    mkdirSync(folder('1.3.0'));
    await open({ version: '1.2.0' }).begin();
    expect(readdirSync(path.dirname(folder())).sort()).toEqual(['1.3.0', 'seen.json']);
  });

  it.each(['1.2.0', '1.2.1', '2.0.0-rc.1'])('is not offered to %s', async (version) => {
    expect((await open({ version }).look()).step).toEqual({ state: 'current' });
  });

  it('that has no file for this package is told of, without one', async () => {
    const updates = open({ packageFormat: 'rpm' });
    expect((await updates.look()).step).toMatchObject({ state: 'available', release: { bytes: null } });
    expect(() => updates.fetch()).toThrow('not-found');
  });

  it.each([
    ['checkout', { packageFormat: null }, {}],
    ['browser', { host: 'web' }, {}],
    ['package', { packageFormat: 'none' }, {}],
    ['unsigned', {}, { publisher: { feed: null, keys: [] } }],
  ] as const)('is never asked for by a %s, whatever the settings say', async (reason, env, options) => {
    await settings.update({ updates: 'on-start' });
    const updates = open(env, options);
    await updates.begin();
    expect((await updates.look()).step).toEqual({ state: 'unsupported', reason });
    expect(() => updates.fetch()).toThrow('not-found');
    await expect(updates.install()).rejects.toThrow('not-found');
    expect(server.requests).toEqual([]);
  });
});

describe('a feed', () => {
  const endless: Behaviour = (_, response) => {
    response.writeHead(200);
    const pour = (): void => {
      while (response.writable && response.write(Buffer.alloc(1 << 16, 32)));
      response.once('drain', pour);
    };
    pour();
  };
  const torn: Behaviour = (_, response) => {
    response.writeHead(200, { 'Content-Length': 9000 });
    response.write('{', () => response.destroy());
  };
  const redirect =
    (to: string): Behaviour =>
    (_, response) =>
      void response.writeHead(302, { Location: to }).end();

  it.each<[string, () => void, string, RegExp]>([
    ['of nobody', () => server.publish({}, null), 'update-feed-unreachable', /404/],
    ['signed by another', () => server.publish({}, makeKeyPair()), 'update-feed-unsigned', /./],
    [
      'changed after it was signed',
      () => server.files.set(FEED, Buffer.from(server.files.get(FEED)!.toString().replace('1.2.0', '1.9.0'))),
      'update-feed-unsigned',
      /./,
    ],
    [
      'that is no JSON, unsigned',
      () => server.files.set(FEED, Buffer.from('<html>Welcome to the hotel network</html>')),
      'update-feed-unsigned',
      /./,
    ],
    ['of another program', () => server.publish({ product: 'other' as 'inkstone' }), 'update-feed-invalid', /product/],
    ['of a later form', () => server.publish({ format: 2 as 1 }), 'update-feed-invalid', /format/],
    ['out of date', () => server.publish({ expires: '2026-11-29T00:00:00Z' }), 'update-feed-expired', /2026-11-29/],
    ['torn', () => server.faults.set(FEED, torn), 'update-feed-unreachable', /broke off/],
    ['that never ends', () => server.faults.set(FEED, endless), 'update-feed-unreachable', /more than 262144/],
    [
      'with endless signatures',
      () => server.faults.set(`${FEED}.sig`, endless),
      'update-feed-unreachable',
      /more than 16384/,
    ],
    [
      'that leads in circles',
      () => server.faults.set(FEED, redirect(`/${FEED}`)),
      'update-feed-unreachable',
      /too many redirects/,
    ],
    [
      'that leads away unencrypted',
      () => server.faults.set(FEED, redirect('http://192.0.2.1/x')),
      'update-feed-unreachable',
      /redirects to/,
    ],
  ])('%s is refused', async (_, spoil, code, why) => {
    spoil();
    const updates = open();
    const error = failure(await updates.look());
    expect(error.code).toBe(code);
    expect(JSON.stringify(error.params)).toMatch(why);
    expect(() => updates.fetch()).toThrow('not-found');
  });

  it('of a server that sends nothing is given up, or when it is cancelled', async () => {
    server.faults.set(FEED, () => undefined);
    expect(failure(await open({}, { stall: 100 }).look()).params).toMatchObject({ reason: 'sent nothing for 0.1 s' });
    const updates = open();
    const looking = updates.look();
    await vi.waitFor(() => expect(server.requests).toHaveLength(2));
    await updates.cancel();
    expect((await looking).step).toEqual({ state: 'idle' });
  });

  it('of a server that sends a byte now and then is given up', async () => {
    server.faults.set(FEED, (_, response) => {
      response.writeHead(200);
      const dribble = setInterval(() => response.write(' '), 5);
      response.once('close', () => clearInterval(dribble));
    });
    const { params } = failure(await open({}, { stall: 50 }).look());
    expect(params).toMatchObject({ reason: expect.stringMatching(/sent (too little in|nothing for)/) });
  });

  it.each(['http://localhost:99999/', 'https://[', 'https://%/x.json'])(
    'at %s, which is no address',
    async (address) => {
      await settings.update({ updateFeed: address });
      expect(failure(await open().look())).toMatchObject({ code: 'update-feed-invalid', params: { reason: address } });
    },
  );

  it('leaves nothing in the log of what its address is asked with', async () => {
    const log = quietLog();
    server.faults.set(`${FEED}?token=SECRET`, redirect('http://192.0.2.1/x?key=SECRET'));
    await settings.update({ updateFeed: `${server.feed}?token=SECRET` });
    expect(failure(await open({ log }).look()).code).toBe('update-feed-unreachable');
    await settings.update({ updateFeed: 'http://localhost:99999/x?token=SECRET' });
    expect(failure(await open({ log }).look()).code).toBe('update-feed-invalid');
    expect(log.lines).toHaveLength(2);
    expect(log.lines.join('\n')).not.toContain('SECRET');
  });

  it('of a server that is not there', async () => {
    await settings.update({ updateFeed: 'http://127.0.0.1:1/x.json' });
    expect(failure(await open().look())).toMatchObject({
      code: 'update-feed-unreachable',
      params: { server: '127.0.0.1:1' },
    });
  });

  it('older than one that was seen is refused, and a later one that takes a release back is not', async () => {
    expect((await open().look()).step.state).toBe('available');
    server.publish({ published: '2026-11-01T00:00:00Z' });
    expect(failure(await open().look())).toMatchObject({
      code: 'update-feed-older',
      params: { date: '2026-11-01', seen: '2026-11-30' },
    });
    server.publish({ published: '2026-11-30T08:00:00Z', version: '1.1.5' });
    expect((await open().look()).step).toMatchObject({ state: 'available', release: { version: '1.1.5' } });
  });

  it('at another address begins anew, and what the makers name is taken where the settings name none', async () => {
    const updates = open({}, { publisher: { feed: server.feed, keys: [server.keys.publicKey] } });
    await updates.look();
    await settings.update({ updateFeed: 'https://192.0.2.1/x.json' });
    await vi.waitFor(() =>
      expect(updates.status).toMatchObject({ feed: 'https://192.0.2.1/x.json', step: { state: 'idle' } }),
    );
    expect(() => updates.fetch()).toThrow('not-found');
    await settings.update({ updateFeed: null });
    await vi.waitFor(() => expect(updates.status.feed).toBe(server.feed));
    expect((await updates.look()).step.state).toBe('available');
  });

  it('is not asked for without an address', async () => {
    await settings.update({ updateFeed: null });
    expect(failure(await open().look()).code).toBe('update-feed-none');
  });

  it('may be signed by an old key and a new one', async () => {
    const next = makeKeyPair();
    const lines = [server.files.get(`${FEED}.sig`)!.toString()];
    server.publish({}, next);
    lines.push(server.files.get(`${FEED}.sig`)!.toString());
    server.files.set(`${FEED}.sig`, Buffer.from(lines.join('\n')));
    const keys = [next.publicKey];
    expect((await open({}, { publisher: { feed: null, keys } }).look()).step.state).toBe('available');
    expect((await open().look()).step.state).toBe('available');
  });
});

describe('fetching', () => {
  /** Sends the first half and holds on. */
  const half: Behaviour = (_, response) => {
    response.writeHead(200, { 'Content-Length': server.package.length });
    response.write(server.package.subarray(0, 150_000));
  };
  async function found(): Promise<Updates> {
    const updates = open();
    await updates.look();
    return updates;
  }

  it('that is cancelled leaves nothing, and may begin anew', async () => {
    server.faults.set(PACKAGE, half);
    const updates = await found();
    updates.fetch();
    await vi.waitFor(() => expect(existsSync(staged('inkstone-1.2.0.deb.part'))).toBe(true));
    await updates.cancel();
    expect(existsSync(folder())).toBe(false);
    expect(updates.status.step.state).toBe('available');
    server.faults.clear();
    updates.fetch();
    await until(updates, 'ready');
    // At once, while what was fetched is still being removed.
    const cancelled = updates.cancel();
    await until(updates, 'available');
    updates.fetch();
    await cancelled;
    await until(updates, 'ready');
    expect(readFileSync(staged()).equals(server.package)).toBe(true);
    await updates.cancel();
    expect(existsSync(folder())).toBe(false);
    expect(updates.status.step.state).toBe('available');
  });

  it('that broke off goes on from where it was, also after a new start', async () => {
    server.faults.set(PACKAGE, (_, response) => {
      response.writeHead(200, { 'Content-Length': server.package.length });
      response.write(server.package.subarray(0, 150_000), () => response.destroy());
    });
    const updates = await found();
    updates.fetch();
    expect(failure(await until(updates, 'failed'))).toMatchObject({
      code: 'update-download-failed',
      params: { version: '1.2.0' },
    });
    server.faults.clear();
    const again = open();
    await again.begin();
    await fetched(again);
    expect(server.requests.at(-1)!.range).toMatch(/^bytes=\d+-$/);
    expect(readFileSync(staged()).equals(server.package)).toBe(true);
    // What lies there whole is not asked for again.
    const asked = server.requests.length;
    await fetched(open());
    expect(server.requests.slice(asked).map(({ path: name }) => name)).toEqual([`/${FEED}`, `/${FEED}.sig`]);
  });

  it('goes on from wrong bytes only once: the server is asked for all', async () => {
    const updates = await found();
    mkdirSync(folder(), { recursive: true });
    writeFileSync(staged('inkstone-1.2.0.deb.part'), Buffer.alloc(1000, 7));
    updates.fetch();
    await until(updates, 'ready');
    expect(readFileSync(staged()).equals(server.package)).toBe(true);
  });

  it.each<[string, () => void, string]>([
    ['other bytes', () => server.files.set(PACKAGE, Buffer.alloc(server.package.length)), 'update-damaged'],
    ['fewer bytes', () => server.files.set(PACKAGE, server.package.subarray(1)), 'update-damaged'],
    [
      'more bytes than were signed',
      () => server.files.set(PACKAGE, Buffer.concat([server.package, Buffer.alloc(9)])),
      'update-download-failed',
    ],
    [
      'bytes without end',
      () =>
        server.faults.set(PACKAGE, (_, response) => {
          response.writeHead(200);
          const pour = (): void => {
            while (response.writable && response.write(Buffer.alloc(1 << 16)));
            response.once('drain', pour);
          };
          pour();
        }),
      'update-download-failed',
    ],
    ['nothing', () => server.files.delete(PACKAGE), 'update-download-failed'],
    [
      'us elsewhere, unencrypted',
      () =>
        server.faults.set(
          PACKAGE,
          (_, response) => void response.writeHead(302, { Location: 'http://192.0.2.1/x' }).end(),
        ),
      'update-download-failed',
    ],
  ])('from a server that sends %s comes to nothing', async (_, spoil, code) => {
    const updates = await found();
    spoil();
    updates.fetch();
    expect(failure(await until(updates, 'failed')).code).toBe(code);
    expect(existsSync(staged())).toBe(false);
    await expect(updates.install()).rejects.toThrow('not-found');
  });

  it('writes all of what comes where the disk takes a part at a time', async () => {
    const updates = await found();
    const open = promises.open.bind(promises);
    vi.spyOn(promises, 'open').mockImplementation(async (...file) => {
      const handle = await open(...file);
      const write = handle.write.bind(handle) as (...values: unknown[]) => unknown;
      const half = (bytes: Buffer, offset: number, length: number, at: number) =>
        write(bytes, offset, Math.ceil(length / 2), at);
      return Object.assign(handle, { write: half });
    });
    updates.fetch();
    await vi.waitFor(() => expect(['ready', 'failed']).toContain(states.at(-1))).finally(() => vi.restoreAllMocks());
    expect(states.at(-1)).toBe('ready');
    expect(readFileSync(staged()).equals(server.package)).toBe(true);
  });

  it('without room on the disk says so before it begins', async () => {
    const updates = open({}, { free: () => Promise.resolve(1e5) });
    server.publish({ files: [fileOf(server.package, { size: 2.5e8 })] });
    await updates.look();
    updates.fetch();
    expect(failure(await until(updates, 'failed'))).toMatchObject({
      code: 'update-disk-space',
      params: { needed: 0.3, free: 0 },
    });
  });

  it('where a file is in the folder’s place says so', async () => {
    const updates = await found();
    writeFileSync(folder(), '');
    updates.fetch();
    expect(failure(await until(updates, 'failed')).code).toBe('not-a-folder');
  });

  it('removes what was fetched of another release', async () => {
    await fetched();
    server.publish({ version: '1.3.0' });
    await fetched(open());
    expect(readdirSync(path.dirname(folder())).sort()).toEqual(['1.3.0', 'seen.json']);
  });
});

describe('installing', () => {
  it('does not take a file that was changed since', async () => {
    const updates = await fetched();
    truncateSync(staged(), 5);
    await updates.install();
    expect(failure(updates.status).code).toBe('update-damaged');
    expect(updates.status.step).toMatchObject({ handOver: null });
    expect(installed).toEqual([]);
    expect(existsSync(folder())).toBe(false);
    updates.fetch();
    await until(updates, 'ready');
    const bytes = readFileSync(staged());
    bytes[9]! ^= 1;
    writeFileSync(staged(), bytes);
    await updates.install();
    expect(failure(updates.status).code).toBe('update-damaged');
    expect(installed).toEqual([]);
    expect(host.use.isClosed).toBe(false);
  });

  it('waits for a run, whoever has it, and for a measurement', async () => {
    const updates = await fetched();
    const run = await host.runs.start(someRequest('A long one'));
    await told(host, run.id, ({ status }) => status === 'running');
    await expect(updates.install()).rejects.toMatchObject({ code: 'busy-with-run', params: { run: 'A long one' } });
    host.jobs.end('finished');
    await told(host, run.id, ({ status }) => status === 'finished');
    await vi.waitFor(() => expect(host.runs.active()).toBeNull());
    let finish!: () => void;
    const measuring = host.use.measure('probe', undefined, () => new Promise<void>((resolve) => (finish = resolve)));
    await expect(updates.install()).rejects.toMatchObject({ code: 'busy-with-probe' });
    finish();
    await measuring;
    await updates.install();
    expect(installed).toHaveLength(1);
  });

  it('lets no run begin, until the user goes on without it', async () => {
    const updates = await fetched();
    await updates.install();
    const run = await host.runs.start(someRequest());
    await expect(host.use.measure('probe', undefined, () => Promise.resolve())).rejects.toMatchObject({
      code: 'busy-with-update',
    });
    expect((await host.runs.get(run.id)).run.status).toBe('queued');
    await updates.cancel();
    expect(updates.status.step.state).toBe('ready');
    await told(host, run.id, ({ status }) => status === 'running');
  });

  it('that is taken back while it is looked whether anything trains is not done', async () => {
    const updates = await fetched();
    const installing = updates.install();
    await updates.cancel();
    await installing;
    expect(installed).toEqual([]);
    expect(updates.status.step.state).toBe('available');
    expect(host.use.isClosed).toBe(false);
  });

  it('that the system refuses says so, keeps the file, and lets runs begin', async () => {
    const updates = open({ installUpdate: () => Promise.reject(new Error('no application is registered')) });
    await fetched(updates);
    await updates.install();
    expect(updates.status.step).toMatchObject({ state: 'failed', handOver: { how: 'package' } });
    expect(host.use.isClosed).toBe(false);
    updates.fetch();
    await until(updates, 'ready');
    expect(server.requests.filter(({ path: name }) => name === `/${PACKAGE}`)).toHaveLength(1);
  });

  it('that is cancelled while the file is being checked is not done', async () => {
    const updates = await fetched();
    const installing = updates.install();
    await until(updates, 'installing');
    await updates.cancel();
    await installing;
    expect(installed).toEqual([]);
    expect(updates.status.step.state).toBe('ready');
    expect(host.use.isClosed).toBe(false);
  });

  it('that is cancelled and asked for anew while the file is being checked is done once', async () => {
    const updates = await fetched();
    const first = updates.install();
    await until(updates, 'installing');
    await updates.cancel();
    await Promise.all([first, updates.install()]);
    expect(installed).toEqual([staged()]);
    expect(host.use.isClosed).toBe(true);
  });

  it('is done once, however often it is asked for', async () => {
    const updates = await fetched();
    await Promise.allSettled([updates.install(), updates.install()]);
    await expect(updates.install()).rejects.toThrow('not-found');
    expect(installed).toHaveLength(1);
  });
});

it('a desktop host looks at its start if the settings say so, and tells its window all that follows', async () => {
  await settings.update({ updates: 'on-start' });
  const { services, window } = await startHost(
    home.folder,
    {
      host: 'electron',
      version: '1.1.0',
      packageFormat: 'deb',
      installUpdate: async (file) => void installed.push(file),
      now: () => PUBLISHED,
    },
    { updates: { platform: 'linux-x64', publisher: { feed: null, keys: [server.keys.publicKey] } } },
  );
  try {
    const client = window();
    const state = async (wanted: UpdateStep['state']): Promise<void> => {
      const heard = new Promise<void>((resolve) =>
        client.on('updates.changed', ({ step }) => void (step.state === wanted && resolve())),
      );
      const { step } = await client.call('updates.status', null);
      return step.state === wanted ? undefined : heard;
    };
    await state('available');
    await client.call('updates.fetch', null);
    await state('ready');
    await client.call('updates.install', null);
    await state('installing');
    expect(installed).toEqual([staged()]);
    await client.call('updates.cancel', null);
    await state('ready');
    await client.call('updates.cancel', null);
    expect((await client.call('updates.look', null)).step.state).toBe('available');
  } finally {
    await services.stop();
  }
});

describe('the command', () => {
  /** What it prints and answers, on a program of this version. */
  async function run(version: string, language = 'en', env: Partial<HostEnvironment> = {}) {
    const said: string[] = [];
    const keep = (text: string | readonly string[]): void => void said.push(...[text].flat());
    const output = { json: false, line: () => undefined, say: keep, note: keep, progress: () => undefined };
    const service = open({ host: 'cli', version, ...env });
    const code = await command(
      { updates: service, env: { version, systemLanguage: language } as HostEnvironment },
      output,
    );
    return { code, text: said.join('\n') };
  }

  it('says what there is, and fetches nothing', async () => {
    expect(await run('1.1.0')).toMatchObject({
      code: 0,
      text: expect.stringMatching(/1\.2\.0 of 2026-11-30[^]*faster/),
    });
    expect((await run('1.1.0', 'zh_CN.UTF-8')).text).toContain('绘制更快');
    expect(await run('1.2.0')).toEqual({ code: 0, text: 'Inkstone 1.2.0 is the newest version.' });
    expect(server.requests.some(({ path: name }) => name === `/${PACKAGE}`)).toBe(false);
  });

  it('says why it does not know, and asks nobody for a package that has no updates', async () => {
    server.publish({}, makeKeyPair());
    expect(await run('1.1.0')).toMatchObject({ code: 1, text: expect.stringContaining('not signed') });
    const asked = server.requests.length;
    expect((await run('1.1.0', 'en', { packageFormat: 'none' })).text).toContain('never asks the network');
    expect((await run('1.1.0', 'en', { packageFormat: null })).text).toContain('git');
    expect(server.requests).toHaveLength(asked);
  });
});

it('another address is taken only when the user has agreed outside of the page', async () => {
  const [asked, answers] = [[] as string[], [false, true]];
  const dialogs = {
    pickFolder: async () => null,
    pickFile: async () => null,
    pickTarget: async () => null,
    printPage: () => Promise.resolve(new Uint8Array([37, 80, 68, 70])),
    confirmFeed: async (address: string) => (asked.push(address), answers.shift()!),
  };
  const { services, window } = await startHost(home.folder, { host: 'electron', dialogs });
  try {
    const client = window();
    const other = 'https://example.org/releases.json';
    await expect(client.call('settings.update', { updateFeed: other })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await client.call('settings.get', null)).toMatchObject({ updateFeed: server.feed });
    await client.call('settings.update', { updateFeed: other });
    // Nobody is asked about what is there already, nor about going back to the makers' own.
    await client.call('settings.update', { updateFeed: other, theme: 'dark' });
    await client.call('settings.update', { updateFeed: null });
    expect(asked).toEqual([other, other]);
  } finally {
    await services.stop();
  }
});
