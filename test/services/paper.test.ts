import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MNIST_FRAME } from '../../shared/ink/frame.ts';
import { sampleInFrame } from '../../shared/paper/sample-in-frame.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { encodePng } from '../fixtures/png.ts';
import { printSheet } from '../fixtures/printed-sheet.ts';
import { encodeTiff } from '../fixtures/tiff.ts';
import { photograph, shadow } from '../fixtures/sheet-photo.ts';
import { writtenSheet } from '../fixtures/written-sheet.ts';

const home = temporaryFolder();
let host: TestHost;
let window: Window;

beforeAll(async () => {
  host = await startHost(home.folder);
  window = host.window();
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

const upload = async (picture: ReturnType<typeof photograph>): Promise<string> => {
  const bytes = encodePng(Uint8Array.from(picture.levels), picture.width, picture.height);
  return (await window.call('files.upload', { name: 'photo.png', bytes: new Uint8Array(bytes) })).handle;
};

describe('signs on paper', () => {
  it('get a sheet to be printed, with signs of any script', async () => {
    const file = await window.call('paper.sheet', {
      classes: ['永', 'ß', 'ب', '😀'],
      times: 30,
      title: '我的笔迹',
      language: 'zh-CN',
    });
    expect(file).toMatchObject({ name: '我的笔迹.pdf', pages: 2 });
    expect(Buffer.from(file.bytes.subarray(0, 8)).toString('latin1')).toBe('%PDF-1.4');
  });

  it('come in by a photograph, as a model reads them', async () => {
    const written = await writtenSheet();
    const shot = { width: 1500, height: 2000, pitch: 18, yaw: -9, roll: 7, curl: 2, light: shadow, grain: 3 };
    const handle = await upload(photograph(written.sheet, shot));
    const { samples, side } = await window.call('paper.read', { handle });
    expect(samples.map(({ state }) => state)).toEqual(written.states);
    const signs = samples.filter(({ state }) => state === 'written');
    const images = new Uint8Array(784 * signs.length);
    signs.forEach(({ image }, i) => images.set(sampleInFrame(image, side, MNIST_FRAME), 784 * i));
    const { items } = await window.call('models.predict', { model: 'starter', images });
    const right = items.filter(({ label }, i) => label === signs[i]!.label).length;
    // Of 87; the very images that were written down are all read right but one or two.
    expect(right).toBeGreaterThanOrEqual(84);
  });

  it('come in by each page of a scanned file', async () => {
    const [sheet] = await printSheet({ classes: ['a'], times: 3 });
    const page = photograph(sheet!, { width: 600, height: 800 });
    const other = { width: 600, height: 800, levels: new Uint8Array(480_000).fill(240) };
    const { handle } = await window.call('files.upload', {
      name: 'scan.tif',
      bytes: new Uint8Array(encodeTiff([other, page])),
    });
    expect(await window.call('paper.parts', { handle })).toBe(2);
    await expect(window.call('paper.read', { handle, part: 0 })).rejects.toMatchObject({ code: 'sheet-not-found' });
    expect((await window.call('paper.read', { handle, part: 1 })).sheet).toMatchObject({ classes: ['a'] });
    await expect(window.call('paper.read', { handle, part: 2 })).rejects.toMatchObject({ code: 'image-unreadable' });
  });

  it('are refused on a sheet of another hand, and taken for their own', async () => {
    const [sheet] = await printSheet({ classes: ['a'], times: 3, hand: 'hand-0123abcd' });
    const handle = await upload(photograph(sheet!, { width: 750, height: 1000 }));
    await expect(window.call('paper.read', { handle, hand: 'hand-deadbeef' })).rejects.toMatchObject({
      code: 'sheet-other-hand',
      params: { file: 'photo.png' },
    });
    const { sheet: read } = await window.call('paper.read', { handle, hand: 'hand-0123abcd' });
    expect(read).toMatchObject({ hand: 'hand-0123abcd', classes: ['a'] });
  });

  it('are told what keeps them from being read, by the name of their file', async () => {
    const { handle } = await window.call('files.upload', { name: 'notes.txt', bytes: new Uint8Array(50).fill(65) });
    await expect(window.call('paper.read', { handle })).rejects.toMatchObject({
      code: 'image-unreadable',
      params: { file: 'notes.txt' },
    });
    const empty = await upload(photograph([], { width: 300, height: 200 }));
    await expect(window.call('paper.read', { handle: empty })).rejects.toMatchObject({
      code: 'sheet-not-found',
      params: { file: 'photo.png' },
    });
    const classes = Array.from({ length: 1000 }, (_, i) => `${i}`);
    await expect(window.call('paper.sheet', { classes, times: 50 })).rejects.toMatchObject({ code: 'sheet-too-long' });
  });
});
