import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { privateFolders } from '../../electron/hosts/logger.ts';
import { hideOwnIds, hidePaths } from '../../electron/files/private-paths.ts';

const linux = hidePaths([{ path: '/home/anna', as: '~' }], 'linux');
const windows = hidePaths([{ path: 'C:\\Users\\Anna B', as: '~' }], 'win32');

describe('a home folder in a text for others', () => {
  it.each([
    ['plain', '/home/anna/x.png', '~/x.png'],
    ['alone', 'no such folder /home/anna', 'no such folder ~'],
    ['in JSON', '{"path":"/home/anna/x"}', '{"path":"~/x"}'],
    ['in an address', 'at file:///home/anna/a.cjs:1:2', 'at file:~/a.cjs:1:2'],
    ['with doubled separators', '/home//anna/x', '~/x'],
    ['several times', '/home/anna/a /home/anna/b', '~/a ~/b'],
    [
      'after a line end in JSON',
      JSON.stringify({ why: 'none of:\n/home/anna/x\t/home/anna/y' }),
      '{"why":"none of:\\n~/x\\t~/y"}',
    ],
    ['after a control character for a terminal', 'a\\u001b/home/anna/x', 'a\\u001b~/x'],
    ['in what an address asks for', '?a=%0A%2Fhome%2Fanna%2fx', '?a=%0A~%2fx'],
    ['between Chinese words', '无法打开/home/anna里的文件', '无法打开~里的文件'],
    ['of somebody whose name begins alike', '/home/annabel/x', '/home/annabel/x'],
    ['inside of a longer path', '/mnt/home/anna', '/mnt/home/anna'],
  ])('%s', (_what, text, told) => expect(linux(text)).toBe(told));

  it.each([
    ['plain', 'C:\\Users\\Anna B\\x.png', '~\\x.png'],
    ['with slashes', 'C:/Users/Anna B/x.png', '~/x.png'],
    ['in other letters', 'c:\\users\\anna b\\x', '~\\x'],
    ['in JSON', JSON.stringify({ path: 'C:\\Users\\Anna B\\x' }), '{"path":"~\\\\x"}'],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ p: 'C:\\Users\\Anna B' })), '"{\\"p\\":\\"~\\"}"'],
    ['in an address', 'file:///C:/Users/Anna%20B/x', 'file:///~/x'],
  ])('on Windows, %s', (_what, text, told) => expect(windows(text)).toBe(told));

  it.each(['a|b#c', 'ä[1]', "o'b^c", '100%'])(
    'of %s is found as an address of a file, and with accents apart',
    (name) => {
      const hide = hidePaths([{ path: `/home/${name}`, as: '~' }], 'linux');
      for (const encode of [(text: string) => pathToFileURL(text).href, encodeURI, encodeURIComponent])
        expect(hide(encode(`/home/${name}/x`))).toMatch(/~(\/|%2F)x$/);
      expect(hide(`/home/${name}/x`.normalize('NFD'))).toBe('~/x');
    },
  );

  it('is looked for in time that grows with the text alone, whatever a page writes into it', () => {
    const begun = process.cpuUsage();
    // Tried anew at each place, a row of this length takes minutes.
    for (const piece of ['/', '\\', '%2F', '/home/', '\\n/']) expect(linux(piece.repeat(200_000))).not.toContain('~');
    expect(process.cpuUsage(begun).user).toBeLessThan(10e6);
  });

  it('is found whatever stands around it and whatever it is called, and changes no other text', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 3, maxLength: 12 })
      .filter((text) => !/[\\/\0~]|^\.+$/.test(text));
    fc.assert(
      fc.property(name, fc.string(), fc.string(), (user, before, after) => {
        const home = `/home/${user}`;
        const hide = hidePaths([{ path: home, as: '~' }], 'linux');
        for (const told of [`${before} ${home}/${after}`, JSON.stringify({ before, file: `${home}/${after}` })]) {
          expect(hide(told)).not.toContain(`${home}/`);
          expect(hide(told)).not.toContain(`home/${JSON.stringify(user).slice(1, -1)}/`);
        }
        const other = `${before}${after}`.replaceAll('home', '');
        expect(hide(other)).toBe(other);
      }),
    );
  });

  it('is no root, and none at all where there is none', () => {
    expect(hidePaths([{ path: '/', as: '~' }], 'linux')('/etc/x')).toBe('/etc/x');
    expect(hidePaths([{ path: 'C:\\', as: '~' }], 'win32')('C:\\x')).toBe('C:\\x');
    expect(hidePaths([], 'linux')('/home/anna')).toBe('/home/anna');
  });
});

it('a storage that lies outside of the home folder has a short name too', () => {
  const hide = (storage: string) => hidePaths(privateFolders(storage, ['/home/anna', 'relative']), 'linux');
  expect(hide('/mnt/Annas Disk/ink')('/mnt/Annas Disk/ink/runs/a')).toBe('[storage]/runs/a');
  expect(hide('/home/anna/ink')('/home/anna/ink/runs/a')).toBe('~/ink/runs/a');
});

it.each([
  ['{"id":"my-annas-plan"}', '{"id":"my-..."}'],
  ['~/presets/my-annas-plan.json', '~/presets/my-....json'],
  ['run my-annas-plan-20261130-120000-a3f is torn', 'run my-...-20261130-120000-a3f is torn'],
  ['tommy-annas and tutorial-20261130-120000-a3f', 'tommy-annas and tutorial-20261130-120000-a3f'],
])('an id does not tell what its user calls a preset: %s', (text, told) => expect(hideOwnIds(text)).toBe(told));
