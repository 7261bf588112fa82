import fc from 'fast-check';
import { promises, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appLayout, packageFormat } from '../../electron/hosts/app-layout.ts';
import { feedAddressSchema, versionSchema } from '../../shared/contract/schemas/update.ts';
import { fileFor, type Feed, feedSchema } from '../../electron/services/updates/feed.ts';
import { handOverOf } from '../../electron/services/updates/hand-over.ts';
import { isSigned, keyId, makeKeyPair, signatureLine } from '../../electron/services/updates/signature.ts';
import { forgetReplaced, replaceProgram } from '../../electron/services/updates/replace-program.ts';
import { compareVersions } from '../../electron/services/updates/version.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';

describe('versions', () => {
  // The order of semver.org, §11.
  const ORDERED = [
    ...['0.9.9', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11'],
    ...['1.0.0-rc.1', '1.0.0', '1.0.1', '1.1.0', '1.10.0', '2.0.0-0', '2.0.0-0.1', '2.0.0-a', '2.0.0', '10.0.0'],
  ];

  it('are ordered as semver.org has them', () => {
    for (const [i, a] of ORDERED.entries())
      for (const [k, b] of ORDERED.entries())
        expect(Math.sign(compareVersions(a, b)), `${a} ${b}`).toBe(Math.sign(i - k));
  });

  it('do not differ by what was built', () => expect(compareVersions('1.0.0+5', '1.0.0+linux.6')).toBe(0));

  it('have one order, from whatever side', () => {
    const part = fc.stringMatching(/^(0|[1-9]\d{0,3}|[a-z-]{1,4})$/);
    const version = fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.array(part, { maxLength: 3 }))
      .map(([a, b, c, before]) => `${a}.${b}.${c}${before.length > 0 ? `-${before.join('.')}` : ''}`);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each(['1', '1.2', 'v1.2.3', '01.2.3', '1.2.3/..', '..', '1.2.3-', '1.2.3-a..b', ' 1.2.3', '1.2.3\n'])(
    'are not %j',
    (text) => expect(versionSchema.safeParse(text).success).toBe(false),
  );
});

describe('addresses of feeds', () => {
  it.each([
    'https://a.example/x.json',
    'https://a.example:8443/x?y=1#z',
    'http://127.0.0.1:8000/x.json',
    'http://localhost/x',
    'http://[::1]:80/x',
  ])('may be %s', (address) => expect(feedAddressSchema.safeParse(address).success).toBe(true));

  it.each([
    'http://a.example/x.json',
    'http://127.0.0.1.evil.example/x',
    'http://localhost@evil.example/x',
    'http://127.0.0.1:80@evil.example/x',
    'https://user:word@a.example/x',
    'file:///etc/passwd',
    'ftp://a.example/x',
    'https://',
    'javascript:alert(1)',
    'https://a b.example/',
  ])('may not be %s', (address) => expect(feedAddressSchema.safeParse(address).success).toBe(false));
});

describe('signatures', () => {
  const [own, other] = [makeKeyPair(), makeKeyPair()];
  const bytes = Buffer.from('{"version":"1.2.0"}');

  it('hold for these bytes and these keys alone', () => {
    const line = signatureLine(bytes, own.privateKey);
    expect(isSigned(bytes, line, [own.publicKey])).toBe(true);
    expect(isSigned(bytes, line, [other.publicKey])).toBe(false);
    expect(isSigned(bytes, line, [])).toBe(false);
    expect(isSigned(Buffer.from('{"version":"1.2.1"}'), line, [own.publicKey])).toBe(false);
    // A right name on another's signature.
    const forged = signatureLine(bytes, other.privateKey).replace(keyId(other.publicKey), keyId(own.publicKey));
    expect(isSigned(bytes, forged, [own.publicKey, other.publicKey])).toBe(false);
  });

  it('are those of RFC 8032 (its first test: a signature of no bytes)', () => {
    const key = 'MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
    const signature = '5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==';
    expect(isSigned(new Uint8Array(), `ed25519 ${keyId(key)} ${signature}`, [key])).toBe(true);
    expect(isSigned(new Uint8Array(1), `ed25519 ${keyId(key)} ${signature}`, [key])).toBe(false);
  });

  it('of an old key and a new one may stand beside each other', () => {
    const both = `${signatureLine(bytes, own.privateKey)}\n${signatureLine(bytes, other.privateKey)}\n`;
    expect(isSigned(bytes, both, [other.publicKey])).toBe(true);
    expect(isSigned(bytes, both, [own.publicKey])).toBe(true);
  });

  it.each([
    '',
    'ed25519',
    'ed25519 x y',
    `ed25519 ${keyId(own.publicKey)} !!`,
    `rsa ${keyId(own.publicKey)} AAAA`,
    '\0'.repeat(500),
  ])('are not %j', (text) => expect(isSigned(bytes, text, [own.publicKey])).toBe(false));
});

describe('a feed', () => {
  const feed: Feed = {
    format: 1,
    product: 'inkstone',
    published: '2026-11-30T10:00:00Z',
    expires: '2027-05-30T10:00:00Z',
    version: '1.2.0',
    date: '2026-11-30',
    notes: { en: 'New.', 'zh-CN': '新。' },
    files: [{ platform: 'linux-x64', format: 'deb', url: 'v1.2.0/a.deb', size: 5, sha256: 'a'.repeat(64) }],
  };
  const at = (url: string, address = 'https://a.example/r/feed.json') =>
    fileFor({ ...feed, files: [{ ...feed.files[0]!, url }] }, 'linux-x64', 'deb', address)?.address;

  it('names files beside itself or elsewhere, but never to be fetched unencrypted', () => {
    expect(at('v1.2.0/a.deb')).toBe('https://a.example/r/v1.2.0/a.deb');
    expect(at('https://b.example/a.deb')).toBe('https://b.example/a.deb');
    expect(at('a.deb', 'http://127.0.0.1:8000/feed.json')).toBe('http://127.0.0.1:8000/a.deb');
    for (const url of ['http://b.example/a.deb', 'file:///etc/passwd', 'javascript:x', 'http://[', '//['])
      expect(at(url)).toBeUndefined();
  });

  it('has nothing for other platforms and packages', () => {
    expect(fileFor(feed, 'linux-arm64', 'deb', 'https://a.example/')).toBeNull();
    expect(fileFor(feed, 'linux-x64', 'rpm', 'https://a.example/')).toBeNull();
  });

  it.each([
    ['another program’s', { product: 'other' }],
    ['of a later form', { format: 2 }],
    ['without notes in both languages', { notes: { en: 'x' } }],
    ['of a version that is none', { version: '../../x' }],
    ['with a size that is none', { files: [{ ...feed.files[0]!, size: -1 }] }],
    ['with a short hash', { files: [{ ...feed.files[0]!, sha256: 'ab' }] }],
    ['for a package that is never updated', { files: [{ ...feed.files[0]!, format: 'none' }] }],
    ['good until no day', { expires: 'later' }],
  ])('is not one %s', (_, changes) => expect(feedSchema.safeParse({ ...feed, ...changes }).success).toBe(false));

  it('may say more than is known today', () => expect(feedSchema.safeParse({ ...feed, more: 1 }).success).toBe(true));
});

it('a file is named to a shell as one word, whatever is in its name', () => {
  expect(handOverOf('deb', '/home/a/x.deb')).toEqual({ how: 'package', command: 'sudo apt install /home/a/x.deb' });
  expect(handOverOf('rpm', "/home/小 明's/$(x).rpm")).toEqual({
    how: 'package',
    command: "sudo dnf install '/home/小 明'\\''s/$(x).rpm'",
  });
});

describe('what a program was installed from', () => {
  it.each([
    ['deb\n', 'linux', {}, 'deb'],
    ['none', 'win32', {}, 'none'],
    ['something', 'linux', {}, 'none'],
    [null, 'linux', {}, 'none'],
    [null, 'win32', {}, 'nsis'],
    [null, 'darwin', {}, 'zip'],
  ] as const)('is told by %j on %s with %j: %s', (text, platform, env, format) => {
    const { folder, remove } = temporaryFolder();
    try {
      if (text !== null) writeFileSync(path.join(folder, 'package-format'), text);
      expect(packageFormat(folder, platform, env)).toBe(format);
    } finally {
      remove();
    }
  });

  it('is an AppImage where its runtime has mounted it, and not where another one has started it', () => {
    const env = { APPIMAGE: '/home/a/Inkstone.AppImage', APPDIR: '/tmp/.mount_InkstoABC' };
    const format = (resources: string) => packageFormat(resources, 'linux', env);
    expect(format('/tmp/.mount_InkstoABC/resources')).toBe('AppImage');
    expect(format('/tmp/.mount_InkstoABCD/resources')).toBe('none');
    expect(format('/home/a/inkstone-1.2.0/resources')).toBe('none');
    expect(packageFormat('/a/resources', 'linux', { APPIMAGE: '/home/a/Other.AppImage' })).toBe('none');
  });

  it('is nothing in a checkout', () => expect(appLayout(repositoryRoot, null).packageFormat).toBeNull());
});

describe('a program that is one file', () => {
  let home: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (home = temporaryFolder()));
  afterEach(() => home.remove());
  const at = (name: string): string => path.join(home.folder, name);

  it('is replaced at once, keeps its mode, and leaves the old one until the new one has come up', async () => {
    writeFileSync(at('Inkstone.AppImage'), 'old', { mode: 0o755 });
    writeFileSync(at('fetched'), 'new', { mode: 0o600 });
    for (const round of ['old', 'new']) {
      await replaceProgram(at('fetched'), at('Inkstone.AppImage'));
      expect(readFileSync(at('Inkstone.AppImage'), 'utf8')).toBe('new');
      expect(readFileSync(at('Inkstone.AppImage.before-update'), 'utf8')).toBe(round);
    }
    expect(statSync(at('Inkstone.AppImage')).mode & 0o777).toBe(0o755);
    await forgetReplaced(at('Inkstone.AppImage'));
    await forgetReplaced(at('Inkstone.AppImage'));
    expect(readdirSync(home.folder).sort()).toEqual(['Inkstone.AppImage', 'fetched']);
  });

  it("takes away what a killed installation left, and nothing of the user's", async () => {
    const files = { 'Inkstone.AppImage': 'now', 'Inkstone.AppImage.old': 'a copy', 'Inkstone.AppImage.new': 'a copy' };
    for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text, { mode: 0o755 });
    writeFileSync(at('fetched'), 'next');
    // As a kill leaves it: nothing is tidied up any more.
    const rm = vi.spyOn(promises, 'rm').mockResolvedValue(undefined);
    const rename = vi.spyOn(promises, 'rename').mockRejectedValue(new Error('killed'));
    await expect(replaceProgram(at('fetched'), at('Inkstone.AppImage'))).rejects.toThrow('killed');
    for (const spy of [rm, rename]) spy.mockRestore();
    expect(readdirSync(home.folder)).toHaveLength(6);
    await forgetReplaced(at('Inkstone.AppImage'));
    expect(readdirSync(home.folder).sort()).toEqual([...Object.keys(files), 'fetched'].sort());
  });

  it('stays where it was when the new one cannot be had', async () => {
    writeFileSync(at('Inkstone.AppImage'), 'old', { mode: 0o755 });
    await expect(replaceProgram(at('nowhere'), at('Inkstone.AppImage'))).rejects.toThrow('ENOENT');
    expect(readdirSync(home.folder)).toEqual(['Inkstone.AppImage']);
    expect(readFileSync(at('Inkstone.AppImage'), 'utf8')).toBe('old');
  });
});
