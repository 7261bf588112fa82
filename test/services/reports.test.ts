import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { crashFolder } from '../../electron/files/crash-dumps.ts';
import { readLog } from '../../electron/files/read-log.ts';
import { hostLog } from '../../electron/hosts/logger.ts';
import { launchNodeChild } from '../../electron/hosts/node-child.ts';
import { launchNodeReader } from '../../electron/hosts/node-helper-child.ts';
import { runCommand } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';
import { quietLog } from '../fixtures/quiet-log.ts';
import { someRequest } from '../fixtures/scripted-host.ts';

let home: { folder: string; remove(): void };
let storage: string;
beforeEach(() => {
  home = temporaryFolder();
  storage = path.join(home.folder, 'anna', 'ink');
});
afterEach(() => {
  vi.unstubAllEnvs();
  home.remove();
});

/** A host whose log is the real one, for a user whose home folder is `anna`. */
function start(): Promise<TestHost> {
  const { log, hidePaths } = hostLog(() => undefined, storage, [path.join(home.folder, 'anna')]);
  const script = path.join(repositoryRoot, 'out', 'node', 'reader.cjs');
  return startHost(storage, { log, hidePaths, launchReader: () => launchNodeReader({ script, log }) });
}

const logLines = () => readLog(path.join(storage, 'logs'), 1e6);
const PAGE = { userAgent: 'Some Browser', width: 1280, height: 800, pixelRatio: 2 };

describe('the report of a problem', () => {
  it('says versions, machine, engine, settings, crashes and the log, as one text', async () => {
    const host = await start();
    const window = host.window();
    await window.call('settings.update', { theme: 'dark' });
    mkdirSync(path.join(crashFolder(path.join(storage, 'logs')), 'pending'), { recursive: true });
    writeFileSync(path.join(crashFolder(path.join(storage, 'logs')), 'pending', 'a1.dmp'), 'MEMORY OF A DRAWING');
    await window.call('reports.pageFault', { message: 'TypeError: a\nb', stack: null, screen: 'run' });
    await window.call('engine.start', null);
    const { name, text } = await window.call('reports.problem', { page: PAGE });
    expect(name).toMatch(/^inkstone-report-\d{8}-\d{6}\.txt$/);
    for (const part of [
      /^inkstone +0\.0\.0, in a browser$/m,
      new RegExp(`^node +${process.versions.node}$`, 'm'),
      /^window +1280x800, 2 pixels each$/m,
      /^browser +Some Browser$/m,
      /^state +(ready|starting)$/m,
      /^tensorflow +"2\./m,
      /^theme +dark$/m,
      /a1\.dmp 0\.0 MB$/m,
      /error page fault \{"message":"TypeError: a\\nb","stack":null,"screen":"run"\}$/m,
    ])
      expect(text).toMatch(part);
    expect(text).not.toContain('MEMORY OF A DRAWING');
    await host.services.stop();
  });

  it('holds nothing of drawings, pictures, data and names of the user, whatever went wrong with them', async () => {
    const host = await start();
    const window = host.window();
    const secret = 'Annas Geheimnis';
    const strokes: [number, number, number][][] = [
      [
        [123.456, 87.654, 1],
        [234.567, 98.765, 20],
      ],
    ];
    const { id } = await window.call('hands.create', { name: secret, classes: ['Zeichen A', 'Zeichen B'] });
    await window.call('hands.add', {
      id,
      sitting: null,
      source: 'pad',
      drawings: [{ label: 'Zeichen A', strokes }],
    });
    const refused = async (call: Promise<unknown>): Promise<void> => expect(call).rejects.toThrow();
    await refused(window.call('hands.create', { name: secret, classes: ['Zeichen A', 'Zeichen B'] }));
    await refused(
      window.call('hands.add', { id, sitting: null, source: 'pad', drawings: [{ label: secret, strokes }] }),
    );
    // A picture that is none, and data that are none.
    const bytes = new TextEncoder().encode('GIF89a SECRET PIXELS OF A PICTURE');
    for (const name of ['Annas Bild.gif', 'Annas Daten.csv']) {
      const { handle } = await window.call('files.upload', { name, bytes });
      await refused(window.call('pictures.read', { handle, model: 'starter' }));
      await refused(window.call('datasets.inspect', { handle, ticket: 'ticket-1' }));
    }
    await window.call('settings.update', {
      runViews: [{ name: secret, query: secret }],
      padHand: id,
    });
    // A record that is damaged is told in the log by its path.
    writeFileSync(path.join(storage, 'hands', id, 'hand.json'), `{"name": "${secret}"`);
    // A recipe's file is called by a slug of its name.
    const recipe = await window.call('recipes.save', { version: 1, name: secret, recipe: someRequest().recipe });
    writeFileSync(path.join(storage, 'recipes', `${recipe.id}.recipe.json`), '{"torn');
    await host.services.stop();
    const again = await start();
    await again.window().call('hands.list', null);
    await again.window().call('recipes.list', null);
    const { text } = await again.window().call('reports.problem', { page: null });
    expect(text).toContain('error');
    expect(text).toMatch(/call refused.*hand-name-taken/);
    expect(text).toMatch(/recipe cannot be read.*my-\.\.\.\.recipe\.json/);
    for (const told of [
      secret,
      'Zeichen',
      '123.456',
      '87.654',
      'SECRET PIXELS',
      'Annas',
      'annas',
      'anna/',
      home.folder,
    ])
      expect(text).not.toContain(told);
    expect((await logLines()).join('\n')).not.toContain(secret);
    await again.services.stop();
  });

  it('is written by the command line, also when the engine does not start, and stays what it was when it cannot be', async () => {
    const file = path.join(home.folder, 'report.txt');
    vi.stubEnv('INKSTONE_LIBTENSORFLOW', path.join(home.folder, 'nowhere'));
    const { code } = await runCommand(storage, ['report', '--out', file]);
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^error +\{"code":"engine-/m);
    expect((await runCommand(storage, ['report', '--out', home.folder])).code).toBe(1);
  });
});

describe('the log', () => {
  it('is shown with where it lies, and cleared', async () => {
    const host = await start();
    const window = host.window();
    host.services.env.log.info('one line', { of: 'many' });
    const { folder, lines, dumps } = await window.call('reports.log', null);
    expect(folder).toBe(path.join(storage, 'logs'));
    expect(lines.at(-1)).toMatch(/Z info one line \{"of":"many"\}$/);
    expect(dumps).toEqual([]);
    await window.call('reports.clear', null);
    expect((await window.call('reports.log', null)).lines).toEqual([]);
    await expect(window.call('reports.reveal', null)).rejects.toMatchObject({ code: 'unsupported' });
    await host.services.stop();
  });

  it('takes a bounded number of the errors that pages tell', async () => {
    const host = await start();
    const window = host.window();
    const fault = { message: 'again', stack: null, screen: null };
    await Promise.all(Array.from({ length: 250 }, () => window.call('reports.pageFault', fault)));
    expect((await logLines()).filter((line) => line.includes('page fault'))).toHaveLength(200);
    await host.services.stop();
  });

  it('says how a process ended that nobody asked to end, and what it said last; not of one that was', async () => {
    const script = path.join(home.folder, 'child.cjs');
    writeFileSync(
      script,
      `for (let i = 1; i <= 30; i++) process.stderr.write('line ' + i + '\\n');
       process.on('message', () => process.exit(7));
       process.send({ ready: true });`,
    );
    const log = quietLog();
    const launch = () => launchNodeChild({ name: 'trainer', script, log, env: process.env });
    const run = async (end: (child: ReturnType<typeof launch>) => void): Promise<void> => {
      const child = launch();
      const exited = new Promise<void>((resolve) => child.onExit(() => resolve()));
      await new Promise<void>((resolve) => child.transport.onMessage(() => resolve()));
      end(child);
      await exited;
    };
    await run((child) => child.kill());
    await run((child) => process.kill(child.pid!, 'SIGKILL'));
    await run((child) => child.transport.post({ end: true }));
    const ends = () => log.lines.filter((line) => line.startsWith('trainer process ended'));
    await vi.waitFor(() => expect(ends()).toHaveLength(2));
    const last = Array.from({ length: 12 }, (_, i) => `line ${i + 19}`);
    expect(ends()[0]).toContain(JSON.stringify({ code: null, signal: 'SIGKILL', last }));
    expect(ends()[1]).toContain(JSON.stringify({ code: 7, signal: null, last }));
  });
});
