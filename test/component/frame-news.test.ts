import { flushPromises } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import type { Run } from '../../shared/contract/schemas/run.ts';
import ShortcutList from '../../renderer/features/frame/ShortcutList.vue';
import { useFinishes } from '../../renderer/features/frame/use-finishes.ts';
import { useNavigation } from '../../renderer/features/frame/use-navigation.ts';
import RecentRuns from '../../renderer/features/home/RecentRuns.vue';
import ResumeOffer from '../../renderer/features/home/ResumeOffer.vue';
import { nextRunNumber } from '../../renderer/features/train/run-number.ts';
import { useRuns } from '../../renderer/stores/runs.ts';
import { useToasts } from '../../renderer/ui/index.ts';
import { createScriptedHost, someRun, someSpec } from '../fixtures/scripted-host.ts';
import { someStudyInfo } from '../fixtures/study-calls.ts';
import { openStudio } from '../fixtures/studio-window.ts';
import { someTransferRuns } from '../fixtures/transfer-runs.ts';

let close: () => void = () => undefined;
afterEach(() => close());

const result: NonNullable<Run['result']> = {
  tests: [{ dataset: 'mnist', accuracy: 0.9912, loss: 0.03, n: 10_000, interval95: [0.989, 0.9929], confusion: [] }],
  weightsSha256: 'ab'.repeat(32),
  imagesPerSecond: 10_000,
  seconds: 60,
};
const best: Run['best'] = { epoch: 6, step: 2500, validation: { loss: 0.1, accuracy: 0.97 } };

const isFinished = ({ status }: Pick<Run, 'status'>): boolean => status === 'finished';

/** The frame's own listening around whatever page is open. */
const Listening = defineComponent(() => {
  const news = useFinishes();
  useNavigation(() => news.value);
  return () => h('p', 'a page');
});

async function openFrame() {
  const host = createScriptedHost({ 'runs.list': () => [someRun('one'), someRun('old', { status: 'finished' })] });
  const studio = await openStudio(host, Listening, '/here', '/here');
  close = studio.close;
  return { host, ...studio };
}

test('a run that ends is told wherever one is, and in the title until the window is used again', async () => {
  const { host, text, button, router } = await openFrame();
  expect(text()).not.toContain('is finished');
  host.emit('run.changed', someRun('one', { status: 'finished', result }));
  await vi.waitFor(() => expect(text()).toContain('“Run one” is finished'));
  expect(text()).toContain('Test accuracy 99.12%');
  expect(document.title).toContain('“Run one” is finished');
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
  await flushPromises();
  expect(document.title).not.toContain('finished');
  button(/^Show the run$/).click();
  await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe('one'));
});

test('trials are no news by themselves: the search is, when it has ended', async () => {
  const { host, text, button, router } = await openFrame();
  host.emit('study.changed', someStudyInfo);
  const trial = { ...someSpec('Trial'), trial: { study: someStudyInfo.id, number: 3 } };
  host.emit('run.changed', someRun('trial', { spec: trial }));
  await flushPromises();
  host.emit('run.changed', someRun('trial', { spec: trial, status: 'finished', result }));
  host.emit('study.changed', { ...someStudyInfo, status: 'finished' });
  await vi.waitFor(() => expect(text()).toContain('The search “学习率” is finished'));
  expect(text()).not.toContain('“Trial” is finished');
  button(/^Show the search$/).click();
  await vi.waitFor(() => expect(router.currentRoute.value.params['id']).toBe(someStudyInfo.id));
});

test('a run that fails is told as an error; one that was stopped by the user is no news', async () => {
  const { host, text } = await openFrame();
  host.emit('run.changed', someRun('one', { status: 'stopped' }));
  await flushPromises();
  expect(text()).not.toContain('Run one');
  host.emit('run.changed', someRun('one', { status: 'running' }));
  await flushPromises();
  host.emit('run.changed', someRun('one', { status: 'failed' }));
  await vi.waitFor(() => expect(text()).toContain('“Run one” has failed'));
});

test('an experiment is told once, when the last of its runs has ended, and is resumed as a whole', async () => {
  const runs = someTransferRuns();
  const resumed: string[] = [];
  const host = createScriptedHost({
    'runs.list': () => runs,
    'runs.resumeGroup': ({ group }) => (resumed.push(group), null),
  });
  const Page = defineComponent(() => {
    useFinishes();
    return () => h('div', [h(ResumeOffer, { run: runs[8]! })]);
  });
  const { text, button, router, close: leave } = await openStudio(host, Page, '/here', '/here');
  close = leave;
  expect(text()).toContain('“Transfer experiment” was interrupted');
  for (const run of someTransferRuns(() => 0.9).slice(0, 8)) host.emit('run.changed', run);
  await vi.waitFor(() => expect(useRuns().groups.get('tutorial-group')!.filter(isFinished)).toHaveLength(8));
  // Of the toasts themselves: on the page a toast's words stand once more for a while, for screen readers.
  const news = (): string[] =>
    useToasts()
      .list.map(({ title }) => title)
      .filter((title) => /“(Digits|Transfer)/.test(title));
  expect(news()).toEqual([]);
  host.emit('run.changed', { ...runs[8]!, status: 'failed' });
  await vi.waitFor(() => expect(news()).toEqual(['“Transfer experiment” has failed']));
  button(/^Resume$/).click();
  await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('experiment'));
  expect([resumed, router.currentRoute.value.params['id']]).toEqual([['tutorial-group'], 'tutorial-group']);
});

test('the list of shortcuts opens with a question mark, but not while somebody writes', async () => {
  const open = ref(false);
  const Page = defineComponent(() => () => [
    h('input'),
    h(ShortcutList, { open: open.value, 'onUpdate:open': (now: boolean) => (open.value = now) }),
  ]);
  const studio = await openStudio(createScriptedHost(), Page, '/here', '/here');
  close = studio.close;
  const press = (target: EventTarget): boolean =>
    target.dispatchEvent(new KeyboardEvent('keydown', { key: '?', shiftKey: true, bubbles: true }));
  press(document.querySelector('input')!);
  await flushPromises();
  expect(open.value).toBe(false);
  press(document.body);
  await vi.waitFor(() => expect(studio.text()).toContain('Keyboard shortcuts'));
  expect(studio.text()).toContain('Pause or resume');
});

test('recent runs say which accuracy is a test’s and which is validation’s', async () => {
  const runs = [
    someRun('tested', { status: 'finished', result, best }),
    someRun('stopped', { status: 'stopped', best }),
    someRun('failed', { status: 'failed' }),
  ];
  const studio = await openStudio(createScriptedHost({ 'runs.list': () => runs }), RecentRuns, '/here', '/here');
  close = studio.close;
  const figures = [...document.querySelectorAll('.figure')].map((figure) => figure.textContent);
  expect(figures.sort()).toEqual(['', 'test 99.12%', 'validation 97.00%']);
});

test('the number of the next run is free, whatever was deleted', () => {
  const named = (name: string): Run => someRun('x', { spec: someSpec(name) });
  expect(nextRunNumber([])).toBe(1);
  // Two of three are left.
  expect(nextRunNumber([named('Quick, run 1'), named('Tutorial, run 3')])).toBe(4);
  expect(nextRunNumber([named('Tutorial, run 1,204')])).toBe(1205);
  expect(nextRunNumber([named('Letters of 2026'), named('run 7 again')])).toBe(3);
});
