import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { codePhoto } from '../fixtures/code-photo.ts';
import { runCommand } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { formFiles, handWritten } from '../fixtures/form-files.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { dropOnImport, writeOwnSigns } from '../fixtures/own-signs-user.ts';
import { axeFaults, layoutFaults, settled } from '../fixtures/page-faults.ts';
import {
  chooseLook,
  draw,
  expectDigit,
  goTo,
  press,
  RUN_PATIENCE,
  SEVEN,
  startTraining,
  untilStatus,
  untilStep,
} from '../fixtures/studio-user.ts';
import type { WebStudio } from '../fixtures/web-studio.ts';
import { inWebStudio } from '../fixtures/web-window.ts';

/**
 * Every screen in both languages and at all sizes, and in both themes: whole, and as axe wants it. The smallest is what a window
 * of 1280 x 800 has at a zoom of 200 %. With INKSTONE_SCREENSHOTS=1 the pictures of the READMEs and docs are taken on
 * the way (docs/screenshots/NAME-THEME-LANGUAGE.png).
 */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
  { width: 640, height: 400 },
] as const;
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'zh-CN'] as const;
/**
 * A theme changes no layout and a language no colours. So what is dark is looked at in one window a language, the widest and the
 * narrowest, which is a third of all screens less; all of them where pictures are taken.
 */
const sizesFor = (
  theme: (typeof THEMES)[number],
  language: (typeof LANGUAGES)[number],
): readonly (typeof SIZES)[number][] => (theme === 'light' || keep ? SIZES : [SIZES[language === 'en' ? 0 : 2]]);
/** Screens of which pictures are kept, and their names. */
const PICTURED: Readonly<Record<string, string>> = {
  ...{ home: 'home', train: 'train', runs: 'runs', run: 'run', draw: 'draw', settings: 'settings' },
  ...{ 'lines of a picture': 'read', form: 'form', 'fields to check': 'check', 'exported model': 'export' },
  'a chapter on attention': 'learn',
};
const folder = path.join(repositoryRoot, 'docs', 'screenshots');
const keep = process.env['INKSTONE_SCREENSHOTS'] === '1';
/** Of the run that is not over, and of the Train screen. */
const EPOCHS = keep ? 20 : 10;

let studio: WebStudio;
let page: Page;
let problems: string[];
/** The ids of a run that is over and of one that is not. */
let finished: string;
let run: string;
/** The id of a hand with a drawing. */
let hand: string;
/** The ids of an architecture that can be trained, and of one that cannot. */
let architecture: string;
let broken: string;
/** The ids of a run that went on from the starter, and of the first run's evaluation, with its robustness. */
let tuned: string;
/** The id of a group of seeds. */
let seeds: string;
let evaluation: string;
/** The id of a search of settings. */
let study: string;
/** The ids of a form's template, and of a batch that was read with it. */
let form: string;
let batch: string;

/** A model of another program, to be imported. */
const IMPORTED = path.join(repositoryRoot, 'test', 'fixtures', 'models', 'convolutions.keras');

const signs = temporaryFolder();
afterAll(() => signs.remove());
inWebStudio(
  { env: { INKSTONE_MNIST_DIR: mnistFolder } },
  async (opened) => {
    ({ studio, page, problems } = opened);
    writeOwnSigns(signs.folder);
    // Whichever language this machine has.
    await chooseLook(page, studio.origin, 'en', 'light');
    finished = await startTraining(page, { preset: 'Softmax regression', images: 640, epochs: 1 });
    await untilStatus(page, 'Finished');
    hand = await collectOne();
    architecture = await editTutorial(1, () => page.getByRole('spinbutton', { name: 'Filters' }).fill('24'));
    broken = await editTutorial(5, () => page.keyboard.press('Delete'));
    evaluation = await evaluateFinished();
    await startSeeds(2);
    seeds = await groupShown();
    tuned = await startTuned();
    study = await searchOnCommandLine();
    await readForms();
    await runCommand(studio.home, ['models', 'import', IMPORTED, '--name', 'From Keras']);
    // An open window is not told of what another process imports.
    await page.reload();
    await evaluateOnMnist(tuned);
    run = await startTraining(page, { preset: 'Tutorial', images: keep ? 60_000 : 4000, epochs: EPOCHS });
    await untilStep(page, keep ? 700 : 5);
    if (!keep) {
      // A run that stands still leaves the machine to the screens.
      await press(page, 'Pause');
      await untilStatus(page, 'Paused');
    }
    await queueOne();
    expect(await page.getByRole('main').getByText('MNIST').count()).toBeGreaterThan(0);
    if (keep) mkdirSync(folder, { recursive: true });
  },
  1_200_000,
);

/** An architecture of one's own out of the Tutorial: with another number of filters, or without its Flatten. */
async function editTutorial(layer: number, change: () => Promise<void>): Promise<string> {
  await open('models/tutorial');
  await page.getByRole('treegrid').focus();
  for (let i = 0; i < layer; i++) await page.keyboard.press('ArrowDown');
  await change();
  await page.waitForURL(/#\/models\/arch-/);
  await page.getByText('saved', { exact: true }).waitFor();
  return new URL(page.url()).hash.split('/').at(-1)!;
}

/** Makes a hand of the ten digits with one drawing. */
async function collectOne(): Promise<string> {
  await goTo(page, 'Handwriting');
  await page.getByRole('main').getByRole('button', { name: 'New hand' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Left hand');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByTestId('asked').waitFor();
  await draw(page, SEVEN);
  await page.getByRole('main').getByText('2 of 100').waitFor();
  return new URL(page.url()).hash.split('/').at(-2)!;
}

/** What the first run makes of MNIST's test images, and of the same as they are changed more and more. */
async function evaluateFinished(): Promise<string> {
  await evaluateOnMnist(finished);
  await press(page, 'Measure');
  await page.getByText(/images, changed by each amount/).waitFor({ timeout: RUN_PATIENCE });
  return new URL(page.url()).hash.split('/').at(-1)!;
}

/** A short run that goes on from the starter. */
async function startTuned(): Promise<string> {
  await chooseStart(/^A trained model/);
  await page.getByRole('spinbutton', { name: 'Images to use' }).fill('320');
  await page.getByRole('spinbutton', { name: 'Epochs', exact: true }).fill('1');
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.waitForURL(/#\/runs\/.+/);
  await untilStatus(page, 'Finished');
  const id = new URL(page.url()).hash.split('/').at(-1)!;
  await chooseStart(/^New weights/);
  return id;
}

/** Where a run begins, on the Train screen. */
async function chooseStart(name: RegExp): Promise<void> {
  await open('train');
  await page.getByRole('radio', { name }).click();
}

/** A run that waits behind the one that holds the trainer. */
async function queueOne(): Promise<void> {
  await goTo(page, 'Train');
  await page.getByRole('button', { name: /queue/i }).first().click();
  await page.waitForURL(/#\/runs\/.+/);
  await untilStatus(page, 'Waiting');
}

/** A group of short runs, as the Train screen was left. */
async function startSeeds(count: number): Promise<void> {
  await goTo(page, 'Train');
  const seeds = page.getByRole('spinbutton', { name: 'Number of seeds' });
  await seeds.fill(String(count));
  await page.getByRole('button', { name: `Start ${count} runs` }).click();
  await page.getByText(`${count} of ${count} finished`).waitFor({ timeout: RUN_PATIENCE });
  await goTo(page, 'Train');
  await seeds.fill('1');
}

/** The group of the newest runs, by the address of its runs' table. */
async function groupShown(): Promise<string> {
  await open('runs');
  await page.getByRole('grid').focus();
  await page.keyboard.press('g');
  await page.waitForURL(/group=/);
  return new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('group')!;
}

/** What a run's model makes of MNIST's test images. */
async function evaluateOnMnist(model: string): Promise<void> {
  await open(`evaluate?model=${model}&data=mnist&part=test`);
  await press(page, 'Evaluate');
  await page.waitForURL(/#\/evaluate\/eval-/, { timeout: RUN_PATIENCE });
}

/** A template of a form, brought in as a file, and two filled pages that are read with it. */
async function readForms(): Promise<void> {
  const files = await formFiles(signs.folder, 2);
  const scan = readFileSync(files.empty).toString('base64');
  const template = { ...handWritten(files.form.fields), scan: `data:image/png;base64,${scan}` };
  const buffer = Buffer.from(JSON.stringify(template));
  await open('forms');
  await page.getByTestId('form-file').setInputFiles({ name: 'bill.form.json', mimeType: 'application/json', buffer });
  await page.waitForURL(/#\/forms\/form-/);
  form = new URL(page.url()).hash.split('/').at(-1)!;
  await page.getByRole('button', { name: 'Read filled forms…' }).click();
  await page.getByTestId('import-drop').locator('input[webkitdirectory]').setInputFiles(files.pages);
  await page.waitForURL(/#\/batches\/batch-/);
  batch = new URL(page.url()).hash.split('/').at(-1)!;
  await page.getByText('Finished', { exact: true }).waitFor({ timeout: RUN_PATIENCE });
}

/** A short search of settings on the studio's storage. */
async function searchOnCommandLine(): Promise<string> {
  const file = path.join(signs.folder, 'space.json');
  const base = { preset: 'softmax', data: 'mnist', limit: 320, epochs: 1 };
  const space = {
    'recipe.optimizer.learningRate': { low: 0.0005, high: 0.1, log: true },
    'recipe.batchSize': { choices: [32, 64] },
  };
  writeFileSync(file, JSON.stringify({ base, space }));
  const args = ['--space', file, '--trials', '8', '--name', 'Learning rates', '--json'];
  const { lines } = await runCommand(studio.home, ['search', ...args]);
  return lines.at(-1)!['study'] as string;
}

/** Each screen by its name: how it is reached, from wherever. */
const SCREENS: Readonly<Record<string, () => Promise<void>>> = {
  'first steps': async () => {
    await open('settings');
    await page.getByRole('button', { name: /^(Show again|重新显示)$/ }).click();
    await page.getByRole('button', { name: /^(Not now|以后再说)$/ }).waitFor();
  },
  home: async () => {
    await open('');
    await page.getByRole('button', { name: /^(Not now|以后再说)$/ }).click();
  },
  'fine-tune': async () => {
    await chooseStart(/^(A trained model|从已有模型微调)/);
    await page.getByRole('radio', { name: /^(Features|特征层)$/ }).waitFor();
    await scrollTo('.way > :nth-child(2)');
  },
  train: async () => {
    await chooseStart(/^(New weights|从头训练)/);
    await openAll();
    await scrollTo('.way > :nth-child(1)');
  },
  'step data': () => openStep('data'),
  'step model': () => openStep('model'),
  'step recipe': () => openStep('recipe'),
  'step recipe, augmentation': async () => {
    await page.getByRole('radio', { name: /^(Strong|强)/ }).click();
    await page.locator('.samples[aria-busy=false]').first().waitFor();
    await scrollTo('.augmentation');
  },
  'step recipe, schedule': () => scrollTo('.preview'),
  'step review': async () => {
    await openStep('review');
    await page.locator('.sentences').waitFor();
  },
  'step review, with warnings': async () => {
    await setEpochs(1);
    await openStep('review');
    await page.getByRole('button', { name: /^(Train for \d+ epochs|训练 \d+ 轮)$/ }).waitFor();
  },
  'step model, a layer searched': async () => {
    await setEpochs(EPOCHS);
    await openStep('model');
    await page
      .getByRole('button', { name: /Conv2D/ })
      .first()
      .click();
    const filters = page.locator('.ui-popover').getByRole('button', { name: /^(Filters|滤波器数)/ });
    await filters.click();
  },
  'step recipe, searched': async () => {
    await openStep('recipe');
    await page.getByRole('button', { name: /^(Search this|Searched|搜索此项|正在搜索).*(Optimizer|优化器)$/ }).click();
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: /^(Search this|Searched|搜索此项|正在搜索).*(Learning rate|学习率)$/ })
      .click();
    await page.locator('.ui-popover').waitFor();
  },
  'step review, searched': async () => {
    await openStep('review');
    await page.getByRole('button', { name: /^(Start search|开始搜索)/ }).waitFor();
    await page.locator('.sentences').waitFor();
  },
  import: async () => {
    await open('train');
    await page
      .getByRole('button', { name: /^(Import…|导入…)$/ })
      .first()
      .click();
    await page.getByRole('dialog').waitFor();
  },
  review: async () => {
    await dropOnImport(page, [`${signs.folder}/signs`]);
    await page.getByRole('dialog').locator('.chips, .names').first().waitFor();
  },
  shortcuts: async () => {
    await open('train');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  models: () => open('models'),
  editor: async () => {
    await open(`models/${architecture}`);
    await page
      .getByRole('row', { name: /^\S* ?Conv2D/ })
      .first()
      .click();
    await page.locator('.channels canvas').first().waitFor({ timeout: RUN_PATIENCE });
  },
  'broken model': async () => {
    await open(`models/${broken}`);
    await page
      .getByRole('button', { name: /Flatten/ })
      .first()
      .waitFor();
  },
  'add a layer': async () => {
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
  },
  'new architecture': () => open('models/new'),
  'model as JSON': async () => {
    await open(`models/${architecture}`);
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    await page.getByRole('textbox').first().waitFor();
  },
  'no model': () => open('models/never-was'),
  runs: () => open('runs'),
  'groups of runs': async () => {
    await open('runs?by=status');
    await page.getByRole('grid').locator('.group').first().waitFor();
  },
  columns: async () => {
    await open('runs?q=status%3Dfinished');
    await page.getByRole('button', { name: /^(Columns…|列…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'selected runs': async () => {
    await open('runs?q=status%3Dfinished');
    await page.getByRole('grid').focus();
    await page.keyboard.press('x');
    await page.getByRole('toolbar').waitFor();
  },
  tags: async () => {
    await page.getByRole('button', { name: /^(Tags…|标签…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  rename: () => byKey('F2'),
  extend: () => byKey('e'),
  schedule: async () => {
    await open('runs');
    await page
      .getByRole('main')
      .getByRole('button', { name: /^More for “|的更多操作$/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: /^(Not before…|定时开始…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'import a model': async () => {
    await open('models');
    await page.getByRole('button', { name: /^(Import a model|导入模型)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'names of classes': async () => {
    await open('models');
    await page.getByRole('textbox', { name: /^(Search models|搜索模型)$/ }).fill('From Keras');
    await page.getByRole('button', { name: /^(More actions for “From Keras”|“From Keras”的更多操作)$/ }).click();
    await page.getByRole('menuitem', { name: /^(Rename the classes…|重命名类别…)$/ }).click();
    // Two classes of one name, so that it says what is wrong.
    await page.getByRole('dialog').getByRole('textbox').nth(1).fill('0');
  },
  versions: async () => {
    await open(`models/${architecture}`);
    await page.getByRole('button', { name: /^(More|更多)$/ }).click();
    await page.getByRole('menuitem', { name: /^(Versions…|历史版本…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'compared runs': async () => {
    await open(`runs/compare?runs=${finished},${seeds},${tuned},was-deleted`);
    await page.getByRole('main').locator('tbody').first().waitFor();
    await page
      .getByRole('main')
      .getByRole('link', { name: /^\d(, read as| 被识别为) \d/ })
      .first()
      .waitFor({ timeout: RUN_PATIENCE });
  },
  'add a run': async () => {
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
  },
  'no runs to compare': () => open('runs/compare'),
  'import a run': () => open('runs/import'),
  'export a run': async () => {
    await open(`runs/${finished}`);
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(More actions|更多操作)$/ })
      .last()
      .click();
    await page.getByRole('menuitem', { name: /^(Export the run…|导出训练…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'export a model': async () => {
    await open(`runs/${finished}`);
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(Export…|导出…)$/ })
      .click();
    await page.getByRole('dialog').waitFor();
  },
  'exported model': async () => {
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Export|导出)$/ })
      .click();
    await page.getByTestId('proof').waitFor({ timeout: RUN_PATIENCE });
  },
  'no run': () => open('runs/never-was'),
  'save a view': async () => {
    await open('runs?q=status%3Dfinished');
    await page.getByRole('button', { name: /^(Views|视图)$/ }).click();
    await page.getByRole('menuitem', { name: /^(Save this view…|保存当前视图…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  searches: async () => {
    await open('studies');
    await page.getByRole('main').getByRole('row').last().waitFor();
  },
  search: async () => {
    await open(`studies/${study}`);
    await page.getByRole('main').getByRole('row').last().waitFor();
  },
  'a trial’s settings as a run': async () => {
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(Use the best…|使用最佳设置…)$/ })
      .click();
    await page.getByRole('dialog').waitFor();
  },
  'a larger budget': async () => {
    await open(`studies/${study}`);
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(Go on with more…|增加预算并继续…)$/ })
      .click();
    await page.getByRole('dialog').waitFor();
  },
  'no search': () => open('studies/never-was'),
  'no data set': () => open('data/never-was'),
  run: () => open(`runs/${run}`),
  result: async () => {
    await open(`runs/${finished}`);
    await page.getByRole('main').locator('table').waitFor();
  },
  'before and after': async () => {
    await open(`runs/${tuned}`);
    await page.getByRole('heading', { name: /^(Before and after|微调前后对比)$/ }).waitFor();
  },
  'data set': () => open('data/mnist'),
  evaluations: async () => {
    await open('evaluate');
    await page.getByRole('main').getByRole('row').last().waitFor();
  },
  lab: async () => {
    await open(`evaluate/${evaluation}`);
    await page.locator('figure svg').first().waitFor();
    await page.getByRole('listbox').first().focus();
    await page.getByRole('img', { name: /^(where it looked|模型关注的区域)$/ }).waitFor({ timeout: RUN_PATIENCE });
  },
  'robustness in numbers': async () => {
    await page.getByRole('radio', { name: /^(Table|表格)$/ }).click();
    await page.getByRole('main').locator('tbody').last().scrollIntoViewIfNeeded();
  },
  compare: async () => {
    await page.getByRole('button', { name: /^(Compare…|比较…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'a label corrected': async () => {
    await open(`evaluate/${evaluation}`);
    await page.getByRole('listbox').first().focus();
    await page.getByRole('img', { name: /^(where it looked|模型关注的区域)$/ }).waitFor({ timeout: RUN_PATIENCE });
    await page.getByRole('button', { name: /^(Leave out|排除)/ }).click();
    await page.getByText(/^(1 label of this data set is corrected|该数据集已更正 1 个标签)/).waitFor();
  },
  'corrections, to be reset': async () => {
    await page.getByRole('button', { name: /^(Reset…|全部重置…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  'corrections, reset': async () => {
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Reset|全部重置)$/ })
      .click();
    await page
      .getByText(/^(1 correction taken away|已清除 1 处更正)/)
      .first()
      .waitFor();
  },
  'no evaluation': () => open('evaluate/never-was'),
  draw: async () => {
    await open('draw');
    await page.keyboard.press('Escape');
    await draw(page, SEVEN);
    await expectDigit(page, '7');
  },
  steps: async () => {
    await page.locator('.sees').getByRole('button').click();
    await page.getByRole('dialog').locator('.steps').waitFor();
  },
  keep: async () => {
    await open('draw');
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
  },
  'wide pad': async () => {
    await open('read/pen');
    await page.keyboard.press('Escape');
    await draw(page, SEVEN);
    await page.getByTestId('line-text').waitFor();
  },
  'code to write': async () => {
    await page.getByRole('radio', { name: /^(Code|编码)$/ }).click();
    await page.getByTestId('line-text').waitFor();
  },
  'pictures to read': async () => {
    await page.getByRole('radio', { name: /^(Text|文字)$/ }).click();
    await open('read/pictures');
    await page.getByTestId('picture-drop').or(page.getByTestId('frames')).waitFor();
  },
  'lines of a picture': async () => {
    if ((await page.getByTestId('frames').count()) === 0)
      await page
        .getByTestId('read-files')
        .setInputFiles({ name: 'Codes 1.png', mimeType: 'image/png', buffer: codePhoto('48213') });
    await page.getByTestId('frames').waitFor({ timeout: RUN_PATIENCE });
  },
  'steps of cleaning': async () => {
    await page.getByRole('button', { name: /^(How it was cleaned|查看清理步骤)$/ }).click();
    await page.getByRole('dialog').locator('.steps').waitFor();
  },
  'no camera': async () => {
    await open('read/pictures');
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(Camera|拍照)$/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
  },
  forms: async () => {
    await open('read/pictures');
    await page.getByRole('button', { name: /^(Remove this page|移除本页)$/ }).click();
    await open('forms');
    await page.getByRole('main').getByRole('grid').waitFor();
  },
  'new form': async () => {
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(New template|新建模板)$/ })
      .click();
    await page.getByRole('dialog').waitFor();
  },
  'filled forms to read': async () => {
    await open('forms');
    await page.getByRole('button', { name: /^(Read filled forms…|识别填好的表单…)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  form: async () => {
    await open(`forms/${form}`);
    await page.locator('main .layer').waitFor();
  },
  'no form': () => open('forms/never-was'),
  'fields to check': async () => {
    await open(`batches/${batch}`);
    await page.getByRole('radio', { name: /^(All|全部)$/ }).click();
    await page.getByTestId('line-text').waitFor();
  },
  'table of forms': async () => {
    await open(`batches/${batch}/table`);
    await page.getByRole('main').getByRole('row').last().waitFor();
  },
  'no batch': () => open('batches/never-was'),
  hands: () => open('hands'),
  'new hand': async () => {
    await page
      .getByRole('button', { name: /^(New hand|新建笔迹)$/ })
      .first()
      .click();
    await page.getByRole('radio').last().click();
  },
  hand: async () => {
    await open(`hands/${hand}`);
    await page.getByRole('main').getByRole('listbox').waitFor();
  },
  'no hand': () => open('hands/never-was'),
  paper: async () => {
    await open(`hands/${hand}`);
    await page.getByRole('button', { name: /^(From paper|用纸采集)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  collect: async () => {
    await open(`hands/${hand}/collect`);
    await draw(page, SEVEN);
    await page.getByTestId('rest').waitFor();
  },
  'how to collect': async () => {
    await page.getByRole('button', { name: /^(How to collect|采集方式)$/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  learn: () => open('learn'),
  'a chapter on data': () => openChapter('data'),
  'a chapter on convolution': () => openChapter('convolution'),
  'a chapter on pooling': () => openChapter('pooling'),
  'a chapter on activation': () => openChapter('activation'),
  'a chapter on dense layers': () => openChapter('dense'),
  'a chapter on softmax': () => openChapter('softmax'),
  'a chapter on backpropagation': () => openChapter('backpropagation'),
  'a chapter on optimizers': async () => {
    await openChapter('optimizers');
    await page.getByRole('main').locator('svg.plot').waitFor({ timeout: RUN_PATIENCE });
  },
  'a chapter on recurrent layers': () => openChapter('recurrent'),
  'a chapter on attention': () => openChapter('attention'),
  'a chapter on schedules': () => openChapter('schedules'),
  'a chapter on overfitting': () => openChapter('overfitting'),
  'a chapter on fine-tuning': () => openChapter('fine-tuning'),
  'a chapter on evaluation': () => openChapter('evaluation'),
  'no chapter': () => open('learn/never-was'),
  settings: () => open('settings'),
  'report of a problem': async () => {
    await page.getByRole('button', { name: /^(Report a problem…|报告问题…)$/ }).click();
    await page.getByRole('dialog').locator('pre').waitFor();
  },
  licences: async () => {
    await open('settings/licences');
    await page.getByText('Permission is hereby granted').waitFor();
  },
};

/** What a key opens for the finished run in the table. */
async function byKey(key: string): Promise<void> {
  await open('runs?q=status%3Dfinished');
  await page.getByRole('grid').focus();
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
}

async function setEpochs(n: number): Promise<void> {
  await openStep('recipe');
  await page.getByRole('spinbutton', { name: /^(Epochs|轮次)$/ }).fill(String(n));
}

async function openStep(step: string): Promise<void> {
  await open(`train/${step}`);
  await page.locator('[aria-current=step]').waitFor();
}

/** A chapter of the Learn room, with the numbers of the model. */
async function openChapter(id: string): Promise<void> {
  await open(`learn/${id}`);
  await page.getByTestId('read-as').waitFor({ timeout: RUN_PATIENCE });
  await page.getByRole('main').locator('.chapter [role=slider]').first().waitFor({ timeout: RUN_PATIENCE });
}

async function open(route: string): Promise<void> {
  if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
  await page.goto(`${studio.origin}/#/${route}`);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
}

describe.each(LANGUAGES)('in %s', (language) => {
  describe.each(THEMES)('%s', (theme) => {
    const picture = async (name: string): Promise<void> => {
      await page.screenshot({ path: path.join(folder, `${name}-${theme}-${language.slice(0, 2)}.png`) });
    };

    it('every screen is whole at all sizes, and axe finds nothing', async () => {
      await page.setViewportSize(SIZES[0]);
      await chooseLook(page, studio.origin, language, theme);
      for (const size of sizesFor(theme, language)) {
        await page.setViewportSize(size);
        for (const [screen, reach] of Object.entries(SCREENS)) {
          await reach();
          await settled(page);
          const faults = [...(await layoutFaults(page)), ...(await axeFaults(page))];
          expect.soft(faults, `${screen} ${size.width}`).toEqual([]);
          const name = PICTURED[screen];
          if (keep && size === SIZES[0] && name !== undefined) {
            await picture(name);
            if (screen === 'train') {
              await scrollTo('.way > :nth-child(4)');
              await picture('model');
            }
          }
        }
      }
      expect(problems).toEqual([]);
    }, 1_200_000);
  });
});

/** Brings a part of the page to its top. */
const scrollTo = (selector: string): Promise<void> =>
  page.locator(`main ${selector}`).evaluate((node) => node.scrollIntoView({ block: 'start' }));

/** The changes of the data, and the recipe's further settings, with the numbers of a custom augmentation and the options of a schedule. */
async function openAll(): Promise<void> {
  for (const name of [/^(Change the data|更改数据)/, /^(More settings|更多设置)/]) {
    const more = page.getByRole('button', { name });
    if ((await more.getAttribute('aria-expanded')) === 'false') await more.click();
  }
  const resize = page.getByRole('switch', { name: /^(Another image size|更改图像尺寸)$/ });
  if (!(await resize.isChecked())) await resize.click();
  await page.getByRole('radio', { name: /^(Custom|自定义)/ }).click();
}
