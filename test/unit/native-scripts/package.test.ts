import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { appLayout } from '../../../electron/hosts/app-layout.ts';
import { commandLine } from '../../../electron/hosts/command-line.ts';
import { HELP } from '../../../electron/cli/usage.ts';
import { failureIn, runtimeArguments } from '../../../scripts/package/builder.ts';
import { mimeTypes, withMimeTypes } from '../../../scripts/package/file-types.ts';
import { FORMATS, readFormats } from '../../../scripts/package/formats.ts';
import { manPage } from '../../../scripts/package/man-page.ts';
import { makeWhole } from '../../../scripts/lib/tool.ts';
import { productOf } from '../../../scripts/package/product.ts';
import { lessonModelSchema, shippedModelSchema } from '../../../shared/contract/schemas/run-id.ts';
import { FILE_TYPES } from '../../../shared/file-types.ts';
import { repositoryRoot, temporaryFolder } from '../../fixtures/folders.ts';

it('makes all formats, or those that are named, and refuses what is none', () => {
  expect(readFormats([])).toEqual(FORMATS);
  expect(readFormats(['deb', 'tar.gz', 'deb'])).toEqual(['tar.gz', 'deb']);
  expect(readFormats(['deb', 'exe'])).toBe('unknown');
  expect(readFormats(['--dir'])).toBe('unknown');
});

it('packs the Electron runtime that is named, by its own version, and says in one line what a named folder lacks', () => {
  const { folder, remove } = temporaryFolder();
  try {
    const argumentsFor = (named: string) => runtimeArguments({ ELECTRON_OVERRIDE_DIST_PATH: named });
    expect(runtimeArguments({})).toEqual([]);
    expect(argumentsFor(path.join(folder, 'not there'))).toEqual({ missing: expect.stringContaining('not there') });
    expect(argumentsFor(folder)).toEqual({ missing: expect.stringContaining('has no Electron in it') });
    const program = path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
    fs.writeFileSync(program, '');
    expect(argumentsFor(folder)).toEqual({ missing: expect.stringContaining('version is missing') });
    fs.writeFileSync(path.join(folder, 'version'), 'v22.3.25\n');
    expect(argumentsFor(folder)).toEqual([`-c.electronDist=${folder}`, '-c.electronVersion=22.3.25']);
  } finally {
    remove();
  }
});

it('takes of a failed electron-builder the one line that says why', () => {
  const words = [
    '  • building        target=AppImage arch=x64',
    '  ⨯ failed to build AppImage  error=getaddrinfo ENOTFOUND github.com',
    '  ⨯ getaddrinfo ENOTFOUND github.com  failedTask=build stackTrace=RequestError: getaddrinfo ENOTFOUND github.com',
    '    at ClientRequest.<anonymous> (index.js:970:111)',
  ];
  expect(failureIn(words.join('\n'))).toBe('getaddrinfo ENOTFOUND github.com');
  expect(failureIn(words[2]!)).toBe('getaddrinfo ENOTFOUND github.com');
  expect(failureIn('')).toMatch(/no reason/);
});

it('has the whole help in the manual, with no line that roff would obey', () => {
  const page = manPage(productOf(repositoryRoot));
  const body = page.slice(page.indexOf('.nf\n') + 4, page.indexOf('\n.fi'));
  expect(body.replaceAll('\\-', '-').replaceAll('\\&', '').replaceAll('\\e', '\\')).toBe(HELP.trimEnd());
  expect(body).not.toMatch(/^[.']/m);
});

it('finds the models of a packed program that a plain Node runs beside the archive', () => {
  const { folder, remove } = temporaryFolder();
  try {
    const root = path.join(folder, 'app.asar.unpacked');
    fs.mkdirSync(root);
    fs.writeFileSync(path.join(root, 'package.json'), '{"version":"1.2.3"}');
    expect(appLayout(root)).toMatchObject({ version: '1.2.3', models: folder });
    expect(appLayout(repositoryRoot).models).toBe(path.join(repositoryRoot, 'resources'));
  } finally {
    remove();
  }
});

it('calls the command line as a person has to: by npm in a checkout, by its name where the PATH finds it, else by its path', () => {
  const { folder, remove } = temporaryFolder();
  try {
    const [resources, onPath, other] = ['the program’s/resources', 'bin', 'other'].map((name) =>
      path.join(folder, name),
    );
    for (const made of [resources!, onPath!, other!]) fs.mkdirSync(made, { recursive: true });
    const command = path.join(resources!, 'inkstone');
    fs.writeFileSync(command, '');
    const called = (searched: string[]) => commandLine(resources!, searched.join(path.delimiter));
    expect(commandLine(null)).toBe('npm run -s inkstone --');
    expect(called([onPath!])).toBe(`'${command}'`);
    fs.symlinkSync(command, path.join(onPath!, 'inkstone'));
    expect(called([other!, onPath!])).toBe('inkstone');
    // Another one comes first.
    fs.writeFileSync(path.join(other!, 'inkstone'), '');
    expect(called([other!, onPath!])).toBe(`'${command}'`);
    // As Windows' installer lays it.
    const [windows, line] = [path.join(resources!, 'inkstone.cmd'), path.join(onPath!, 'inkstone.cmd')];
    fs.writeFileSync(line, `@call "${windows}" %*\r\n`);
    expect(commandLine(resources!, onPath!, 'win32')).toBe('inkstone');
    fs.writeFileSync(line, '@call "C:\\Other\\resources\\inkstone.cmd" %*\r\n');
    expect(commandLine(resources!, onPath!, 'win32')).toBe(`"${windows}"`);
    expect(appLayout(repositoryRoot).commandLine).toBe('npm run -s inkstone --');
  } finally {
    remove();
  }
});

it('tells every system of the files that the studio opens, as far as it can tell them apart', () => {
  const types = mimeTypes();
  for (const { mime, endings } of FILE_TYPES) {
    expect(types).toContain(`<mime-type type="${mime}">`);
    for (const ending of endings) expect(types).toContain(`pattern="*${ending}"`);
  }
  expect(withMimeTypes('[Desktop Entry]\nName=x\n\n')).toMatch(
    /^\[Desktop Entry]\nName=x\nMimeType=(application\/[\w-]+;)+\n$/,
  );
  const config = fs.readFileSync(path.join(repositoryRoot, 'electron-builder.yml'), 'utf8');
  const plain = FILE_TYPES.flatMap(({ endings }) => endings).filter((ending) => ending.lastIndexOf('.') === 0);
  expect([...config.matchAll(/^ {2}- ext: (.*)$/gm)].map(([, ending]) => `.${ending}`)).toEqual(plain);
});

it('every model that comes with the studio is laid into the package', () => {
  const config = fs.readFileSync(path.join(repositoryRoot, 'electron-builder.yml'), 'utf8');
  for (const model of [...shippedModelSchema.options, ...lessonModelSchema.options])
    expect(config).toContain(`  - from: resources/${model}\n    to: ${model}\n`);
});

it('a package that could not be made whole leaves what was there, and nothing that looks like one', () => {
  const home = temporaryFolder();
  const file = path.join(home.folder, 'inkstone.deb');
  const fails = (part: string): void => {
    fs.writeFileSync(part, 'half');
    throw new Error('no space');
  };
  expect(() => makeWhole(file, fails)).toThrow('no space');
  expect(fs.readdirSync(home.folder)).toEqual([]);
  expect(makeWhole(file, (part) => fs.writeFileSync(part, 'whole'))).toBe(file);
  expect(() => makeWhole(file, fails)).toThrow('no space');
  expect([fs.readdirSync(home.folder), fs.readFileSync(file, 'utf8')]).toEqual([['inkstone.deb'], 'whole']);
  home.remove();
});
