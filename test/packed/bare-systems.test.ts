import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeBareRoot, type BareRoot, type PackedWindow } from '../fixtures/bare-root.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { drawSeven, trainQuick } from '../fixtures/packed-user.ts';

/** The packages, on systems that have nothing but what these declare: no Node, no compiler, and after the installation no network. */
const dist = path.join(repositoryRoot, 'dist');
const packed = (ending: string): string => fs.readdirSync(dist).find((file) => file.endsWith(ending))!;
const TRAIN = ['train', '--data', 'synthetic', '--preset', 'quick', '--limit', '400', '--epochs', '1', '--json'];

const SYSTEMS = [
  ['Debian 12', 'bookworm'],
  ['Debian 13', 'trixie'],
] as const;

/** A system on which the deb is installed, with users who are nothing special. */
async function installedOn(suite: string, users: readonly string[]): Promise<BareRoot> {
  const root = await makeBareRoot(suite);
  for (const user of users) root.run(['useradd', '--create-home', user]);
  await root.install(path.join(dist, packed('.deb')));
  // The window is looked at over this machine's loopback, so it cannot be without any network: it finds nobody by name.
  fs.rmSync(path.join(root.folder, 'etc/resolv.conf'));
  return root;
}

/** All at once: what one is tried on while another one is still being made. */
const made = new Map<string, Promise<BareRoot>>();
beforeAll(() => {
  for (const [, suite] of SYSTEMS) {
    const making = installedOn(suite, ['ann', 'bo']);
    // Who waits for it is told.
    making.catch(() => undefined);
    made.set(suite, making);
  }
});

describe.each(SYSTEMS)('on a bare %s', (_, suite) => {
  let root: BareRoot;
  beforeAll(async () => {
    root = await made.get(suite)!;
  });
  afterAll(() => root?.remove());
  const runsOf = (user: string): string[] =>
    fs.readdirSync(path.join(root.folder, `home/${user}/.local/share/inkstone/runs`));

  if (suite === 'bookworm') {
    it('has the command line on the PATH, which trains without a network, for each user in a storage of their own', () => {
      for (const user of ['ann', 'bo']) {
        const lines = root
          .run(['inkstone', ...TRAIN], { user, offline: true })
          .trim()
          .split('\n');
        expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'result', epoch: 1 });
      }
      expect(runsOf('ann')).toHaveLength(1);
      expect(runsOf('bo')).toHaveLength(1);
      expect(runsOf('ann')).not.toEqual(runsOf('bo'));
      // What a person is told to type is what the package has put there.
      expect(() => root.run(['inkstone', 'nonsense'], { user: 'bo' })).toThrow('Try: inkstone --help');
    });

    it('runs from the archive, too: in a folder with spaces and Chinese letters that nobody may write to, without a HOME', () => {
      const folder = path.join(root.folder, '/srv/我的 程序');
      fs.mkdirSync(folder);
      execFileSync('tar', ['--extract', '--file', path.join(dist, packed('.tar.gz')), '--directory', folder]);
      execFileSync('chmod', ['-R', 'a-w', folder]);
      const command = `/srv/我的 程序/${fs.readdirSync(folder)[0]}/resources/inkstone`;
      const lines = root
        .run([command, ...TRAIN], { user: 'bo', offline: true, env: { HOME: '' } })
        .trim()
        .split('\n');
      expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'result', epoch: 1 });
      expect(() => root.run([command, 'nonsense'], { user: 'bo' })).toThrow(`Try: '${command}' --help`);
      // In a root of its own nobody makes namespaces, and what lies in an archive belongs to no root.
      const window = path.join(command, '../../inkstone-studio');
      expect(() => root.run([window], { user: 'bo' })).toThrow(`chmod 4755 '${path.dirname(window)}/chrome-sandbox'`);
      expect(() => root.run([window], { user: 'bo', env: { LANG: 'zh_CN.UTF-8' } })).toThrow('Inkstone 无法启动');
      expect(() => root.run([window])).toThrow('start it as another user');
    });
  } else {
    it('has its papers, and the desktop’s indexes know it and its files', () => {
      const lay = (...parts: string[]): string => path.join(root.folder, 'usr/share', ...parts);
      const entry = lay('applications/studio.inkstone.Inkstone.desktop');
      execFileSync('desktop-file-validate', [entry]);
      execFileSync('appstreamcli', ['validate', '--no-net', lay('metainfo/studio.inkstone.Inkstone.metainfo.xml')]);
      const [, types = ''] = /^MimeType=(.*);$/m.exec(fs.readFileSync(entry, 'utf8')) ?? [];
      const globs = fs.readFileSync(lay('mime/globs2'), 'utf8');
      const openers = fs.readFileSync(lay('applications/mimeinfo.cache'), 'utf8');
      expect(types.split(';').length).toBeGreaterThan(3);
      for (const type of types.split(';')) {
        expect(globs).toContain(`:${type}:*.`);
        expect(openers).toContain(`${type}=studio.inkstone.Inkstone.desktop;`);
      }
      // What its parts' licences ask for, and the list of these parts.
      expect(fs.readFileSync(lay('doc/inkstone/copyright'), 'utf8')).toContain('TensorFlow');
      for (const paper of ['LICENSES.txt', 'LICENSES.chromium.html', 'sbom.cdx.json'])
        expect(fs.statSync(path.join(root.folder, 'opt/inkstone', paper)).size).toBeGreaterThan(10_000);
      for (const side of [16, 48, 512])
        expect(fs.existsSync(lay(`icons/hicolor/${side}x${side}/apps/inkstone.png`))).toBe(true);
    });
  }

  describe('in the window, in its sandbox,', () => {
    let studio: PackedWindow;
    beforeAll(async () => {
      studio = await root.open('inkstone-studio', 'ann', ['/nowhere/gone.keras']);
    });

    it('says what is not there of what it is to open', async () => {
      const words = `document.body.textContent.includes('Nothing is found at /nowhere/gone.keras')`;
      await vi.waitFor(async () => expect(await studio.page.evaluate(words)).toBe(true));
    });

    it('reads a digit that is drawn', () => drawSeven(studio.page));

    // A test that is left out would count as skipped, which CI does not accept.
    if (suite === 'trixie') {
      it('trains Quick on synthetic digits, by clicks, without a network', async () => {
        await trainQuick(studio.page, 400);
        expect(runsOf('ann')).toHaveLength(1);
      });
    }

    it('ends in order', async () => expect(await studio.close()).toBe(0));
  });

  it('is removed without what people have made, and says where that lies', () => {
    const said = root.run(['apt-get', 'remove', '-y', 'inkstone']);
    expect(said).toContain('~/.local/share/inkstone');
    for (const gone of ['opt/inkstone', 'usr/bin/inkstone', 'usr/bin/inkstone-studio'])
      expect(fs.existsSync(path.join(root.folder, gone))).toBe(false);
    expect(runsOf('ann')).toHaveLength(1);
  });
});
