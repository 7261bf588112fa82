import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { AppError } from '../../shared/contract/errors.ts';
import type { Form } from '../../shared/contract/schemas/form.ts';
import { keptSize } from '../../renderer/features/pictures/take-frame.ts';
import CameraButton from '../../renderer/features/pictures/CameraButton.vue';
import ReadFormsDialog from '../../renderer/features/forms/ReadFormsDialog.vue';
import PictureSource from '../../renderer/features/pictures/PictureSource.vue';
import { setLanguage } from '../../renderer/i18n/index.ts';
import { someBatch, someForm } from '../fixtures/form-calls.ts';
import { fakeCameras, setHidden, type PluggedCamera } from '../fixtures/fake-camera.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const desk: PluggedCamera = { id: 'desk', name: 'Desk camera' };
const phone: PluggedCamera = { id: 'phone', name: 'Phone' };

let end: (() => void)[] = [];
afterEach(() => {
  setHidden(false);
  end.forEach((one) => one());
  end = [];
});

/** A page with the camera's button in front of these cameras, its dialog open; `files` are those that it handed on. */
async function open(plugged: PluggedCamera[], props: object = {}, before?: (cameras: Cameras) => void) {
  const cameras = fakeCameras(...plugged);
  const files: File[] = [];
  before?.(cameras);
  const onFiles = (given: readonly File[]): void => void files.push(...given);
  const page = defineComponent(() => () => h(CameraButton, { ...props, onFiles }));
  const studio = await openStudio(createScriptedHost(), page, '/under-test', '/under-test');
  end.push(studio.close, cameras.remove);
  studio.button(/^Camera$/).click();
  await flushPromises();
  const shutter = () => document.querySelector<HTMLButtonElement>('.shutter')!;
  /** The first frame has come. */
  const lit = async (): Promise<void> => {
    await vi.waitFor(() => expect(document.querySelector('video')!.srcObject).toBeTruthy());
    document.querySelector('video')!.dispatchEvent(new Event('loadeddata'));
    await flushPromises();
  };
  const take = async (): Promise<void> => {
    shutter().click();
    await flushPromises();
  };
  const alert = (): string => document.querySelector('[role=alert]')?.textContent ?? '';
  const dialog = () => document.querySelector('[role=dialog]');
  return { ...studio, cameras, files, shutter, lit, take, alert, dialog };
}
type Cameras = ReturnType<typeof fakeCameras>;

describe('the camera', () => {
  test('is not offered where a page may ask for none, as at an address that is not secure', async () => {
    const page = defineComponent(() => () => h(PictureSource, { words: 'Drop', choose: 'Choose files…' }));
    const studio = await openStudio(createScriptedHost(), page, '/under-test', '/under-test');
    end.push(studio.close);
    expect(() => studio.button(/^Camera$/)).toThrow('no button');
    expect(studio.button(/^Choose files…$/)).toBeTruthy();
  });

  test('gives several pictures of all its pixels, one of which was removed, and is off then', async () => {
    const { cameras, files, lit, take, button, text, shutter, dialog } = await open([desk]);
    expect(shutter().getAttribute('aria-busy')).toBe('true');
    await take();
    expect(text()).not.toContain('picture taken');
    await lit();
    expect(document.activeElement).toBe(shutter());
    for (let i = 0; i < 3; i++) await take();
    expect(text()).toContain('3 pictures taken');
    document.querySelector<HTMLElement>('[aria-label="Remove picture 2"]')!.click();
    await flushPromises();
    expect(document.activeElement).toBe(shutter());
    expect(document.querySelectorAll('[role=img][aria-label^="Picture"] canvas')).toHaveLength(2);
    expect(cameras.running()).toBe(1);
    button(/^Use 2 pictures$/).click();
    await flushPromises();
    expect(dialog()).toBeNull();
    expect(cameras.running()).toBe(0);
    expect(files.map(({ type }) => type)).toEqual(['image/jpeg', 'image/jpeg']);
    expect(await files[0]!.text()).toBe('1920x1080');
    expect(new Set(files.map(({ name }) => name)).size).toBe(2);
    expect(files[0]!.name).toMatch(/^Camera \d+\.jpg$/);
  });

  test('never asks for sound', async () => {
    const { cameras } = await open([desk]);
    expect(cameras.asked).toHaveLength(1);
    expect(cameras.asked[0]).toMatchObject({ audio: false, video: { width: { ideal: 4096 } } });
  });

  test('takes a picture by Space and Enter wherever the focus is, but on another control', async () => {
    const { lit, text, dialog } = await open([desk]);
    await lit();
    const key = async (place: Element, name: string): Promise<void> => {
      place.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
      await flushPromises();
    };
    await key(dialog()!, ' ');
    await key(dialog()!.querySelector('video')!, 'Enter');
    expect(text()).toContain('2 pictures taken');
    await key(document.querySelector('[aria-label="Remove picture 1"]')!, 'Enter');
    await key(document.body, ' ');
    expect(text()).toContain('2 pictures taken');
  });

  test('keeps one picture alone where one is wanted', async () => {
    const { files, lit, take, button } = await open([desk], { single: true });
    await lit();
    await take();
    button(/^Take it again/);
    await take();
    button(/^Use this picture$/).click();
    await flushPromises();
    expect(files).toHaveLength(1);
  });

  test('loses no picture when its dialog is closed, and is off meanwhile', async () => {
    const { cameras, lit, take, button, text, dialog } = await open([desk]);
    await lit();
    await take();
    button(/^Close$/).click();
    await flushPromises();
    expect(dialog()).toBeNull();
    expect(cameras.running()).toBe(0);
    button(/^Camera$/).click();
    await flushPromises();
    expect(text()).toContain('1 picture taken');
    expect(cameras.running()).toBe(1);
  });

  test('that is allowed only after the dialog was closed is switched off at once', async () => {
    let release: () => void = () => undefined;
    const { cameras, text, button } = await open([desk], {}, (all) => (release = all.hold()));
    expect(text()).toContain('If you are asked, allow it.');
    button(/^Close$/).click();
    await flushPromises();
    release();
    await vi.waitFor(() => expect(cameras.tracks).toHaveLength(1));
    await flushPromises();
    expect(cameras.running()).toBe(0);
  });

  test('is off while the page is hidden, and when the page with the dialog is left', async () => {
    const { cameras, lit, close } = await open([desk]);
    await lit();
    setHidden(true);
    await flushPromises();
    expect(cameras.running()).toBe(0);
    setHidden(false);
    await flushPromises();
    expect(cameras.running()).toBe(1);
    close();
    end.shift();
    expect(cameras.running()).toBe(0);
  });

  test('is chosen where there are several, and stays chosen, also in the next dialog, until it is gone', async () => {
    const { cameras, button, lit } = await open([desk, phone]);
    await lit();
    const select = document.querySelector<HTMLElement>('[role=combobox]')!;
    expect(select.textContent).toContain('Desk camera');
    select.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await flushPromises();
    const option = [...document.querySelectorAll('[role=option]')].find((one) => one.textContent?.includes('Phone'))!;
    (option as HTMLElement).focus();
    option.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await flushPromises();
    expect(cameras.asked.at(-1)!.video).toMatchObject({ deviceId: { exact: 'phone' } });
    expect(cameras.tracks.map(({ stopped }) => stopped)).toEqual([true, false]);
    button(/^Close$/).click();
    await flushPromises();
    button(/^Camera$/).click();
    await flushPromises();
    expect(cameras.asked.at(-1)!.video).toMatchObject({ deviceId: { exact: 'phone' } });
    button(/^Close$/).click();
    await flushPromises();
    cameras.plug(desk);
    button(/^Camera$/).click();
    await flushPromises();
    expect(cameras.tracks.at(-1)!.getSettings().deviceId).toBe('desk');
    expect(document.querySelector('[role=combobox]')).toBeNull();
  });
});

describe('the trouble with a camera is told, and the way out of it', () => {
  test.each([
    ['NotAllowedError', 'The camera is not allowed', 'beside the address at the top of your browser'],
    ['SecurityError', 'The camera is not allowed', 'privacy settings'],
    ['NotFoundError', 'No camera found', 'Connect one'],
    ['NotReadableError', 'The camera cannot be started', 'Another program may be using it'],
    ['AbortError', 'The camera cannot be started', 'Another program may be using it'],
  ])('%s', async (error, title, todo) => {
    const { cameras, alert, button, shutter, lit, take, text } = await open([desk], {}, (all) => all.refuse(error));
    expect(alert()).toContain(title);
    expect(alert()).toContain(todo);
    expect(document.activeElement).toBe(shutter());
    cameras.refuse(null);
    button(/^Try again/).click();
    await flushPromises();
    await lit();
    expect(alert()).toBe('');
    // The button is the same, so the focus has not moved.
    expect(document.activeElement).toBe(shutter());
    await take();
    expect(text()).toContain('1 picture taken');
  });

  test('one that is plugged in is used at once; unplugged while it runs, it says so, keeps what was taken, and goes on', async () => {
    const { cameras, alert, lit, take, text } = await open([]);
    expect(alert()).toContain('No camera found');
    cameras.plug(desk);
    await flushPromises();
    await lit();
    expect(alert()).toBe('');
    await take();
    cameras.plug();
    await flushPromises();
    await vi.waitFor(() => expect(alert()).toContain('The camera went away'));
    expect(text()).toContain('1 picture taken');
    // Another one is not looked through unasked.
    cameras.plug(phone);
    await flushPromises();
    expect(alert()).toContain('The camera went away');
    expect(cameras.running()).toBe(0);
    cameras.plug(phone, desk);
    await flushPromises();
    await lit();
    expect(alert()).toBe('');
    expect(cameras.running()).toBe(1);
  });

  test('has words in Chinese, too', async () => {
    const { alert, text } = await open([desk], {}, (all) => all.refuse('NotAllowedError'));
    setLanguage('zh-CN');
    await flushPromises();
    expect(alert()).toContain('未获准使用摄像头');
    expect(text()).toContain('重试');
    setLanguage('en');
  });
});

/** The dialog that reads filled forms, in front of a camera. The upload's files are told by name; `bring` may refuse them. */
async function readForms(bring: () => void = () => undefined) {
  const cameras = fakeCameras(desk);
  const uploaded: string[][] = [];
  const begun = vi.fn();
  const host = createScriptedHost({
    'files.uploadInto': ({ files }) => {
      bring();
      uploaded.push(files.map(({ path }) => path.replace(/\d+/, 'N')));
      return { handle: '0123456789abcdef', name: 'files' };
    },
    'batches.start': () => someBatch,
  });
  const form = ref<Form | null>(null);
  const page = defineComponent(
    () => () =>
      h(ReadFormsDialog, { form: form.value, onBegun: begun, 'onUpdate:form': (to: Form | null) => (form.value = to) }),
  );
  const studio = await openStudio(host, page, '/under-test', '/under-test');
  end.push(studio.close, cameras.remove);
  const show = async (): Promise<void> => {
    form.value = someForm;
    await flushPromises();
  };
  await show();
  /** Takes so many pictures and uses them. */
  async function take(count: number): Promise<void> {
    studio.button(/^Camera$/).click();
    await flushPromises();
    document.querySelector('video')!.dispatchEvent(new Event('loadeddata'));
    await flushPromises();
    for (let i = 0; i < count; i++) {
      document.querySelector<HTMLButtonElement>('.shutter')!.click();
      await flushPromises();
    }
    studio.button(/^Use \d pictures?$/).click();
    await flushPromises();
  }
  return { ...studio, uploaded, begun, show, take };
}

test('filled forms before the camera become one batch, a page a picture', async () => {
  const { take, begun, uploaded } = await readForms();
  await take(2);
  await vi.waitFor(() => expect(begun).toHaveBeenCalled());
  expect(uploaded).toEqual([['Camera N.jpg', 'Camera N.jpg']]);
});

test('filled forms before the camera are not lost if they cannot be brought, nor if the dialog is closed', async () => {
  let fails = true;
  const { take, begun, uploaded, show, text, button } = await readForms(() => {
    if (fails) throw new AppError('disk-full', { path: '/' });
  });
  await take(2);
  await vi.waitFor(() => expect(text()).toContain('2 pictures from the camera are not read yet'));
  button(/^Cancel$/).click();
  await flushPromises();
  await show();
  expect(text()).toContain('2 pictures from the camera are not read yet');
  // Further ones come to them.
  await take(2);
  await vi.waitFor(() => expect(text()).toContain('4 pictures from the camera are not read yet'));
  fails = false;
  button(/^Read them$/).click();
  await vi.waitFor(() => expect(begun).toHaveBeenCalled());
  expect(uploaded).toEqual([Array<string>(4).fill('Camera N.jpg')]);
  await show();
  expect(text()).not.toContain('not read yet');
});

test('a picture has as many pixels as the camera, and no more than the reader keeps', () => {
  expect(keptSize(4096, 2160)).toEqual({ width: 4096, height: 2160 });
  const { width, height } = keptSize(8000, 6000);
  expect(width * height).toBeLessThanOrEqual(24_000_000);
  expect(width * height).toBeGreaterThan(23_900_000);
  expect(width / height).toBeCloseTo(4 / 3, 3);
});
