import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeBareRoot, type BareRoot } from '../fixtures/bare-root.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { SEVEN } from '../fixtures/studio-user.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The packages, on systems that have nothing but what these declare: no Node, no compiler, and after the installation no network. */
const dist = path.join(repositoryRoot, 'dist');
const sizeOf = (file: string): number => fs.statSync(path.join(dist, file)).size;
const packed = (ending: string): string => fs.readdirSync(dist).find((file) => file.endsWith(ending))!;
const TRAIN = ['train', '--data', 'synthetic', '--preset', 'quick', '--limit', '400', '--epochs', '1', '--json'];

beforeAll(() => {
  const script = path.join(repositoryRoot, 'scripts', 'package.mjs');
  execFileSync(process.execPath, [script, 'deb', 'tar.gz'], { stdio: ['ignore', 2, 2] });
}, 1_200_000);

it.each(['.deb', '.tar.gz'])('a %s is below 350 MB', (ending) => {
  expect(sizeOf(packed(ending))).toBeGreaterThan(100e6);
  expect(sizeOf(packed(ending))).toBeLessThan(350e6);
});

describe('on a bare Debian 12', () => {
  let root: BareRoot;
  beforeAll(() => {
    root = makeBareRoot('bookworm');
    for (const user of ['ann', 'bo']) root.run(['useradd', '--create-home', user]);
    const deb = packed('.deb');
    fs.copyFileSync(path.join(dist, deb), path.join(root.folder, 'tmp', deb));
    root.run(['apt-get', 'update', '-qq']);
    root.run(['apt-get', 'install', '-qq', '-y', '--no-install-recommends', `/tmp/${deb}`], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    fs.rmSync(path.join(root.folder, 'tmp', deb));
  }, 1_200_000);
  afterAll(() => root?.remove());

  it('has the command line on the PATH, which trains without a network, for each user in a storage of their own', () => {
    for (const user of ['ann', 'bo']) {
      const lines = root
        .run(['inkstone', ...TRAIN], { user, offline: true })
        .trim()
        .split('\n');
      expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'result', epoch: 1 });
    }
    const runs = (user: string) => fs.readdirSync(path.join(root.folder, `home/${user}/.local/share/inkstone/runs`));
    expect(runs('ann')).toHaveLength(1);
    expect(runs('bo')).toHaveLength(1);
    expect(runs('ann')).not.toEqual(runs('bo'));
  });

  it('opens its window in its sandbox, and reads a digit that is drawn', async () => {
    const studio = await root.open('/opt/inkstone/inkstone-studio', 'ann');
    const { page } = studio;
    await page.evaluate(`location.hash = '#/draw'`);
    const box = await vi.waitFor(async () => {
      const found = await page.evaluate<Box | null>(
        `(() => { const pad = document.querySelector('.pad canvas'); return pad && pad.getBoundingClientRect().toJSON(); })()`,
      );
      if (found === null || found.width === 0) throw new Error('there is no pad');
      return found;
    });
    for (const stroke of SEVEN)
      await page.stroke(stroke.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const));
    const digit = `document.querySelector('[data-testid=digit]')?.textContent`;
    await vi.waitFor(async () => expect(await page.evaluate(digit)).toBe('7'));
    expect(await studio.close()).toBe(0);
  });

  it('is removed without what people have made, and says where that lies', () => {
    const said = root.run(['apt-get', 'remove', '-y', 'inkstone']);
    expect(said).toContain('~/.local/share/inkstone');
    expect(fs.existsSync(path.join(root.folder, 'opt/inkstone'))).toBe(false);
    expect(fs.existsSync(path.join(root.folder, 'usr/bin/inkstone'))).toBe(false);
    expect(fs.readdirSync(path.join(root.folder, 'home/ann/.local/share/inkstone/runs'))).toHaveLength(1);
  });

  it('runs from the archive, too: in a folder with spaces and Chinese letters that nobody may write to, without a HOME', () => {
    const folder = '/srv/我的 程序';
    fs.mkdirSync(path.join(root.folder, folder));
    execFileSync('tar', [
      '--extract',
      '--file',
      path.join(dist, packed('.tar.gz')),
      '--directory',
      path.join(root.folder, folder),
    ]);
    execFileSync('chmod', ['-R', 'a-w', path.join(root.folder, folder)]);
    const [name] = fs.readdirSync(path.join(root.folder, folder));
    const command = `${folder}/${name}/resources/inkstone`;
    const lines = root
      .run([command, ...TRAIN], { user: 'bo', offline: true, env: { HOME: '' } })
      .trim()
      .split('\n');
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'result', epoch: 1 });
  });
});
