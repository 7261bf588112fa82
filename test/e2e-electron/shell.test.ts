import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPdf } from '../../electron/formats/pdf/open-pdf.ts';
import type { UserPreset } from '../../shared/contract/schemas/preset.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { answerSaves, launchStudio, type Studio } from '../fixtures/electron.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { callFromPage, valueFromPage } from '../fixtures/page-call.ts';
import { draw, goTo, ONE, RUN_PATIENCE } from '../fixtures/studio-user.ts';

const PRESET = path.join(repositoryRoot, 'test', 'fixtures', 'old-home', 'presets', 'my-old.inkstone.json');
const open: Studio[] = [];
async function launch(home?: string): Promise<Studio> {
  const studio = await launchStudio(home === undefined ? {} : { home });
  open.push(studio);
  return studio;
}
afterEach(async () => {
  for (const studio of open.splice(0)) await studio.close().catch(() => undefined);
});

const boundsOf = (studio: Studio) =>
  studio.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    return {
      bounds: window.getBounds(),
      minimum: window.getMinimumSize(),
      visible: window.isVisible(),
      title: window.getTitle(),
    };
  });

describe('the window', () => {
  it('opens at 1280x800 and comes back where it was left', async () => {
    const home = temporaryFolder();
    const first = await launch(home.folder);
    await vi.waitFor(async () => expect((await boundsOf(first)).visible).toBe(true));
    expect(await boundsOf(first)).toMatchObject({ bounds: { width: 1280, height: 800 }, minimum: [1024, 640] });
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 20, y: 30, width: 1100, height: 700 }),
    );
    await vi.waitFor(async () => expect((await boundsOf(first)).bounds.width).toBe(1100));
    await first.close();
    expect(JSON.parse(readFileSync(path.join(home.folder, 'window', 'window.json'), 'utf8'))).toMatchObject({
      maximized: false,
    });

    const second = await launch(home.folder);
    expect((await boundsOf(second)).bounds).toMatchObject({ width: 1100, height: 700 });
    await second.close();
    home.remove();
  });

  it('loads its page anew when the renderer crashes, and the page works', async () => {
    const { app } = await launch();
    const text = await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents;
      const loaded = new Promise((resolve) => contents.once('did-finish-load', () => resolve(null)));
      contents.forcefullyCrashRenderer();
      await loaded;
      return contents.executeJavaScript(`new Promise((resolve) => {
        const look = () => (document.body.innerText ? resolve(document.body.innerText) : setTimeout(look, 20));
        look();
      })`) as Promise<string>;
    });
    expect(text).not.toBe('');
  });

  it('asks before what is not saved is lost, and goes unasked when the program ends for another reason', async () => {
    const studio = await launch();
    const { app, page } = studio;
    await callFromPage(page, 'settings.update', { language: 'en' });
    // A page may hold back only after somebody has touched it.
    await vi.waitFor(async () => {
      await page.mouse.click(5, 5);
      expect(await page.evaluate(() => navigator.userActivation.hasBeenActive)).toBe(true);
    });
    await page.evaluate(() => window.addEventListener('beforeunload', (event) => (event.returnValue = true)));
    /** Closes the window and gives what was asked, once that is answered with this button. */
    const close = (button: number) =>
      app.evaluate(
        ({ BrowserWindow, dialog }, answer) =>
          new Promise<string[]>((resolve) => {
            dialog.showMessageBoxSync = ((...args: unknown[]) => {
              const { message, buttons } = args.at(-1) as { message: string; buttons: string[] };
              resolve([message, ...buttons]);
              return answer;
            }) as typeof dialog.showMessageBoxSync;
            BrowserWindow.getAllWindows()[0]!.close();
          }),
        button,
      );
    const asked = ['Something on this page is not saved yet.', 'Stay', 'Leave and lose it'];
    expect(await close(0)).toEqual(asked);
    expect(await close(0)).toEqual(asked);
    const gone = once(app.process(), 'exit');
    // The program may be gone before it can answer.
    await app.evaluate(({ app: main }) => main.quit()).catch(() => undefined);
    expect(await gone).toEqual([0, null]);
  });

  it('is one: a second start ends, leaves the first, and gives it the files that it names', async () => {
    const files = temporaryFolder();
    const studio = await launchStudio({ args: [PRESET] });
    open.push(studio);
    const { page } = studio;
    await page.waitForURL('**#/train/model');
    await page.getByText('was imported').first().waitFor();
    const [{ recipe }] = (await valueFromPage(page, 'presets.list', null)) as [UserPreset];
    writeFileSync(
      path.join(files.folder, 'mine.recipe.json'),
      JSON.stringify({ version: 1, id: 'my-own', name: 'Own', recipe }),
    );

    const startAgain = async (...named: string[]): Promise<number | null> => {
      const [program, ...args] = studio.app.process().spawnargs;
      const own = args.filter((arg) => !/^--(inspect|remote-debugging)/.test(arg) && arg !== PRESET);
      const again = spawn(program!, [...own, ...named], {
        cwd: files.folder,
        env: { ...process.env, INKSTONE_HOME: studio.home, INKSTONE_TEST: '1' },
        stdio: 'ignore',
      });
      return ((await once(again, 'exit')) as [number | null])[0];
    };
    expect(await startAgain('mine.recipe.json', 'gone.keras')).toBe(0);
    expect((await boundsOf(studio)).visible).toBe(true);
    await page.waitForURL('**#/train/recipe');
    await page.getByText(path.join(files.folder, 'gone.keras')).waitFor();
    await vi.waitFor(async () =>
      expect((await valueFromPage(page, 'recipes.list', null)).map(({ name }) => name)).toEqual(['Own']),
    );
    // More than one start can hand on to another: the first is not taken for one that hangs.
    expect(await startAgain(...Array.from({ length: 500 }, (_, i) => `${'a'.repeat(200)}${i}`))).toBe(0);
    expect(await valueFromPage(page, 'recipes.list', null)).toHaveLength(1);
    files.remove();
  });
});

describe('dialogs', () => {
  it('give the page a handle and a name, never a path', async () => {
    const studio = await launch();
    await studio.app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/somewhere/private/digits'] });
    });
    const answer = await callFromPage(studio.page, 'files.pick', { kind: 'folder' });
    expect(answer).toMatchObject({ kind: 'result', value: { name: 'digits' } });
    expect(JSON.stringify(answer)).not.toContain('private');
  });

  it('that are dismissed give null', async () => {
    const studio = await launch();
    await studio.app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    });
    expect(await callFromPage(studio.page, 'files.pick', { kind: 'image' })).toMatchObject({
      kind: 'result',
      value: null,
    });
  });
});

describe('saving a file from the window', () => {
  const OLD_RUN = 'tutorial-20261125-184235-391';
  /** Does what opens a save dialog; resolves when the dialog was asked for. */
  const askedBy = async (studio: Studio, act: () => Promise<void>): Promise<void> => {
    const asked = studio.app.evaluate(({ app }) => {
      const events: NodeJS.EventEmitter = app;
      return new Promise<void>((resolve) => void events.once('save-asked', () => resolve()));
    });
    await act();
    await asked;
  };

  it('writes charts and presets where the user says, and tells of it', async () => {
    const home = temporaryFolder();
    cpSync(path.join(repositoryRoot, 'test', 'fixtures', 'old-runs'), path.join(home.folder, 'runs'), {
      recursive: true,
    });
    const studio = await launch(home.folder);
    const { page } = studio;
    const target = path.join(home.folder, 'chosen');
    mkdirSync(target);
    await page.evaluate((id) => void (location.hash = `#/runs/${id}`), OLD_RUN);
    const tool = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).first();
    await answerSaves(studio, null);
    await askedBy(studio, () => tool('PNG').click());
    await answerSaves(studio, target);
    await tool('CSV').click();
    await page.getByText(`“${OLD_RUN}-loss.csv” was saved`).first().waitFor();
    // The dialog that was dismissed has left nothing.
    expect(readdirSync(target)).toEqual([`${OLD_RUN}-loss.csv`]);
    expect(readFileSync(path.join(target, `${OLD_RUN}-loss.csv`), 'utf8')).toMatch(/^step,Train,Validation\r\n1,/);
    await tool('PNG').click();
    await page.getByText(`“${OLD_RUN}-loss.png” was saved`).first().waitFor();
    const png = readFileSync(path.join(target, `${OLD_RUN}-loss.png`));
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

    const { model, recipe } = findPreset('softmax')!;
    await callFromPage(page, 'presets.save', { version: 1, name: 'Mine', model, recipe });
    await page.evaluate(() => void (location.hash = '#/train'));
    await page.getByRole('button', { name: /Mine/ }).click();
    await page.getByRole('menuitem', { name: /Export/ }).click();
    await page.getByText('“my-mine.inkstone.json” was saved').first().waitFor();
    expect(JSON.parse(readFileSync(path.join(target, 'my-mine.inkstone.json'), 'utf8'))).toMatchObject({
      name: 'Mine',
    });

    // A place where nothing can be written.
    await answerSaves(studio, path.join(target, 'my-mine.inkstone.json'));
    await page.getByRole('button', { name: /Mine/ }).click();
    await page.getByRole('menuitem', { name: /Export/ }).click();
    await page.getByText('“my-mine.inkstone.json” was not saved').first().waitFor();
    expect(studio.problems).toEqual([]);
    await studio.close();
    home.remove();
  });

  it('lays a chapter out on paper, as a PDF', async () => {
    const home = temporaryFolder();
    const studio = await launch(home.folder);
    const { page } = studio;
    await callFromPage(page, 'settings.update', { language: 'en' });
    await answerSaves(studio, home.folder);
    await page.evaluate(() => void (location.hash = '#/learn/softmax/paper'));
    // It can be pressed when all figures are there.
    await page.getByTestId('print').click({ timeout: RUN_PATIENCE });
    const name = 'Softmax and cross-entropy.pdf';
    await page.getByText(`“${name}” was saved`).first().waitFor();
    const pdf = await openPdf(new Uint8Array(readFileSync(path.join(home.folder, name))), name);
    expect(pdf.pages).toBeGreaterThanOrEqual(1);
    expect(studio.problems).toEqual([]);
    await studio.close();
    home.remove();
  });
});

describe('settings', () => {
  it('reach the menu and the theme of the window', async () => {
    const studio = await launch();
    await callFromPage(studio.page, 'settings.update', { language: 'zh-CN', theme: 'dark' });
    await vi.waitFor(async () => {
      const shell = await studio.app.evaluate(({ Menu, nativeTheme }) => ({
        menu: Menu.getApplicationMenu()!.items.map(({ label }) => label),
        dark: nativeTheme.shouldUseDarkColors,
      }));
      expect(shell).toEqual({ menu: ['文件', '编辑', '视图'], dark: true });
    });
  });
});

describe('the Edit menu', () => {
  const choose = (studio: Studio, label: string): Promise<void> =>
    studio.app.evaluate(({ BrowserWindow, Menu }, wanted) => {
      const items = Menu.getApplicationMenu()!.items.flatMap(({ submenu }) => submenu?.items ?? []);
      const item = items.find((one) => one.label === wanted)!;
      item.click(undefined, BrowserWindow.getAllWindows()[0]);
    }, label);

  it('takes back a stroke on the pad and draws it again, by menu and by keys', async () => {
    const studio = await launch();
    const { page } = studio;
    await callFromPage(page, 'settings.update', { language: 'en' });
    await goTo(page, 'Draw');
    const hint = page.getByText('Nothing drawn yet');
    await hint.waitFor();
    await draw(page, ONE);
    await hint.waitFor({ state: 'detached' });
    await choose(studio, 'Undo');
    await hint.waitFor();
    await choose(studio, 'Redo');
    await hint.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await hint.waitFor();
    await page.keyboard.press('Control+Shift+z');
    await hint.waitFor({ state: 'detached' });
    expect(studio.problems).toEqual([]);
  });

  it('takes back what was typed in a text field', async () => {
    const studio = await launch();
    const { page } = studio;
    await callFromPage(page, 'settings.update', { language: 'en' });
    await goTo(page, 'Train');
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.click();
    await page.keyboard.insertText('abc');
    await choose(studio, 'Undo');
    await vi.waitFor(async () => expect(await name.inputValue()).toBe(''));
    await choose(studio, 'Redo');
    await vi.waitFor(async () => expect(await name.inputValue()).toBe('abc'));
    await page.keyboard.press('Control+z');
    await vi.waitFor(async () => expect(await name.inputValue()).toBe(''));
  });
});

describe('quitting', () => {
  it('ends with code 0 when the window is closed, and leaves no process', async () => {
    const studio = await launch();
    const exited = once(studio.app.process(), 'exit');
    await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close()).catch(() => undefined);
    expect((await exited)[0]).toBe(0);
    expect(studio.log()).not.toContain('fault');
  });
});
