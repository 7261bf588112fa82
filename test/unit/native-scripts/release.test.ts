import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeKeyPair } from '../../../electron/services/updates/signature.ts';
import { pinAddon } from '../../../scripts/release/addon.ts';
import { checkFeed } from '../../../scripts/release/check-feed.ts';
import { makeFeed } from '../../../scripts/release/make-feed.ts';
import { release } from '../../../scripts/release/release.ts';
import { repositoryRoot, temporaryFolder } from '../../fixtures/folders.ts';

let home: ReturnType<typeof temporaryFolder>;
const at = (name: string): string => path.join(home.folder, name);
beforeEach(() => {
  home = temporaryFolder();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  home.remove();
});

const keys = makeKeyPair();
async function feed(changes: Partial<Parameters<typeof makeFeed>[0]> = {}): Promise<string> {
  fs.mkdirSync(at('packages'), { recursive: true });
  fs.writeFileSync(at('packages/inkstone_1.2.0.deb'), 'a package');
  fs.writeFileSync(at('notes.json'), JSON.stringify({ en: 'New.', 'zh-CN': '新。' }));
  fs.writeFileSync(at('key.pem'), keys.privateKey);
  const out = at('inkstone-releases.json');
  await makeFeed(
    {
      version: '1.2.0',
      notes: at('notes.json'),
      files: [`linux-x64/deb=${at('packages/inkstone_1.2.0.deb')}`],
      base: '',
      days: 30,
      keys: [at('key.pem')],
      out,
      ...changes,
    },
    {},
  );
  return out;
}

it('keys are made outside of the checkout, the private one for its owner alone', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await release(['keys', '--out', at('keys')])).toBe(0);
  const [name] = fs.readdirSync(at('keys'));
  expect(fs.statSync(at(`keys/${name}`)).mode & 0o777).toBe(0o600);
  expect(fs.readFileSync(at(`keys/${name}`), 'utf8')).toMatch(/BEGIN PRIVATE KEY/);
  expect(said.mock.calls[0]![0]).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(await release(['keys', '--out', path.join(repositoryRoot, 'resources', 'keys')])).toBe(1);
  fs.symlinkSync(path.join(repositoryRoot, 'resources'), at('link'));
  expect(await release(['keys', '--out', at('link/keys')])).toBe(1);
  expect(fs.existsSync(path.join(repositoryRoot, 'resources', 'keys'))).toBe(false);
});

it('a list is made, signed and found right with its packages', async () => {
  const file = await feed();
  expect(await checkFeed(file, at('packages'), [keys.publicKey])).toBe(0);
  const { files, version } = JSON.parse(fs.readFileSync(file, 'utf8'));
  expect({ files, version }).toMatchObject({ version: '1.2.0', files: [{ url: 'inkstone_1.2.0.deb', size: 9 }] });
});

it('a list is found wrong that is another’s, too old, or not of these packages', async () => {
  const file = await feed();
  const check = (folder: string | null, key = keys.publicKey, now?: number) => checkFeed(file, folder, [key], now);
  await expect(check(null, makeKeyPair().publicKey)).rejects.toThrow('not signed');
  await expect(check(null, keys.publicKey, Date.now() + 31 * 86_400_000)).rejects.toThrow('good until');
  fs.writeFileSync(at('packages/inkstone_1.2.0.deb'), 'b package');
  await expect(check(at('packages'))).rejects.toThrow('is not the package');
  fs.rmSync(at('packages/inkstone_1.2.0.deb'));
  await expect(check(at('packages'))).rejects.toThrow('is not in');
  fs.appendFileSync(file, ' ');
  await expect(check(null)).rejects.toThrow('not signed');
  // This checkout's own keys.
  await expect(checkFeed(file, null)).rejects.toThrow(/names no key|not signed/);
});

it.each([
  ['without a key', { keys: [] }, /No key/],
  ['of a version that is none', { version: 'v1' }, /not be understood/],
  ['of a file without a platform', { files: ['x.deb'] }, /PLATFORM\/FORMAT/],
  ['of a file whose name would not stay', { files: ['linux-x64/deb=Inkstone Setup.deb'] }, /only letters/],
  ['of no package', { files: [] }, /no package/],
  ['for a platform that is none', { files: ['linux-amd64/deb=package.json'] }, /linux-amd64 is no platform: linux-x64/],
  [
    'with two of a kind',
    { files: ['linux-x64/deb=package.json', 'linux-x64/deb=vitest.config.ts'] },
    /two of linux-x64/,
  ],
  ['with two of a name', { files: ['linux-x64/deb=package.json', 'linux-x64/rpm=package.json'] }, /would lie at/],
  ['of packages at an address that no program asks', { base: 'http://a.example' }, /only https/],
  ['of a format that nobody has', { files: ['linux-x64/exe=package.json'] }, /not be understood/],
])('a list %s is not made', async (_, changes, why) => {
  await expect(feed(changes)).rejects.toThrow(why);
  expect(fs.existsSync(at('inkstone-releases.json'))).toBe(false);
});

it('a list that cannot be signed leaves the one that was there', async () => {
  const file = await feed();
  const there = fs.readFileSync(file);
  fs.writeFileSync(at('torn.pem'), keys.privateKey.slice(0, 60));
  await expect(feed({ version: '1.3.0', keys: [at('torn.pem')] })).rejects.toThrow();
  expect(fs.readFileSync(file).equals(there)).toBe(true);
  expect(await checkFeed(file, null, [keys.publicKey])).toBe(0);
});

it('an addon is laid under its name and pinned, unless it cannot be moved', () => {
  fs.writeFileSync(at('addon.node'), 'ELF\0$ORIGIN\0');
  fs.writeFileSync(at('addons.json'), '{"win32-x64":{}}');
  const wish = { out: at('out'), base: 'https://a.example/v1/', platform: 'linux-x64', manifest: at('addons.json') };
  expect(pinAddon({ ...wish, file: at('addon.node') })).toBe(0);
  const pinned = JSON.parse(fs.readFileSync(at('addons.json'), 'utf8'));
  expect(Object.keys(pinned)).toEqual(['linux-x64', 'win32-x64']);
  const [name] = fs.readdirSync(at('out'));
  expect(pinned['linux-x64']).toMatchObject({ url: `https://a.example/v1/${name}`, size: 12 });
  fs.writeFileSync(at('addon.node'), 'ELF\0/home/a/lib\0');
  expect(() => pinAddon({ ...wish, file: at('addon.node') })).toThrow('$ORIGIN');
  expect(() => pinAddon({ ...wish, file: null })).toThrow('go together');
  expect(() => pinAddon({ ...wish, base: 'http://a.example', file: at('addon.node') })).toThrow('https');
});

it('says how it is used', async () => {
  expect(await release([])).toBe(2);
  expect(await release(['feed', '--out', 'x'])).toBe(2);
  expect(await release(['check'])).toBe(2);
  const feedArgs = ['feed', '--version', '1.2.0', '--notes', 'x', '--out', at('x')];
  expect(await release([...feedArgs, '--days', 'many'])).toBe(2);
  expect(await release(['keys', '--wrong'])).toBe(2);
});
