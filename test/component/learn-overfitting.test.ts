import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { Run, RunRequest } from '../../shared/contract/schemas/run.ts';
import { summaryOf } from '../../shared/runs/summary.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { checkTryOut, openLearn, pressKeys, told } from '../fixtures/learn-room.ts';
import { someRun, specOf } from '../fixtures/scripted-host.ts';

const synthetic: DatasetInfo = {
  ...{ id: 'synthetic', name: 'Synthetic', kind: 'synthetic', task: DIGITS, framing: 'centred', origin: null },
  ...{ status: { state: 'absent' }, trainCount: 0, testCount: 0 },
};

/** A host that starts runs and holds them, whose ends the test tells. */
async function open(before: readonly Run[] = [], logs: Record<string, RunLog[]> = {}, data = [synthetic]) {
  const runs = new Map(before.map((run) => [run.id, run]));
  const asked: RunRequest[] = [];
  const studio = await openLearn('overfitting', {
    'datasets.list': () => data,
    'runs.list': () => [...runs.values()].map(summaryOf),
    'runs.get': ({ id }) => ({ run: runs.get(id)!, logs: logs[id] ?? [], torn: 0 }),
    'runs.start': (request) => {
      asked.push(request);
      const busy = [...runs.values()].some(({ status }) => status === 'running');
      const status = busy ? 'queued' : 'starting';
      return tell(someRun(`new-${asked.length}`, { spec: specOf(request), status, createdAt: 5_000 + asked.length }));
    },
    'runs.mark': ({ id, addTags }) =>
      tell({ ...runs.get(id)!, marks: { starred: false, tags: addTags ?? [], notes: '' } }),
    'runs.stop': ({ id }) => tell({ ...runs.get(id)!, status: 'stopped' }),
  });
  function tell(run: Run): Run {
    runs.set(run.id, run);
    studio.host.emit('run.changed', run);
    return run;
  }
  return { ...studio, asked, runs, tell };
}

const lesson = (id: string, changes: Partial<Run> = {}): Run => {
  const run = someRun(id, { status: 'finished', epoch: 4, ...changes });
  return { ...run, marks: { starred: false, tags: ['overfitting'], notes: '' } };
};
const epochs = (losses: readonly (readonly [train: number, validation: number])[]): RunLog[] =>
  losses.map(([train, validation], i) => ({
    ...({ type: 'epoch', time: i, epoch: i + 1, step: i + 1, best: null, seconds: 1 } as const),
    ...{ train: { loss: train, accuracy: 0.5 }, validation: { loss: validation, accuracy: 0.5 } },
  }));
const epochSlider = (): HTMLElement => document.querySelector<HTMLElement>('.epoch [role=slider]')!;

describe('overfitting', () => {
  test('a small data set gives as many images as it has, half of them to validate', async () => {
    const { button, asked } = await open([], {}, [{ ...synthetic, status: { state: 'ready' }, trainCount: 90 }]);
    button(/^Train$/).click();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]!.name).toBe('Overfitting: 40 images');
    expect(asked[0]!.data.limit).toBe(80);
  });

  test('a training is started as it is set, marked as the chapter’s, and can be cancelled', async () => {
    const { text, button, asked, runs } = await open();
    expect(text()).toContain('Nothing was trained here so far');
    expect(told('gap')).toBe('–');
    document.querySelector<HTMLElement>('[role=switch]')!.click();
    await flushPromises();
    expect(text()).toContain('keras.layers.Dropout(0.5)');
    button(/^Train$/).click();
    await vi.waitFor(() => expect(runs.get('new-1')?.marks?.tags).toEqual(['overfitting']));
    expect(asked[0]!.name).toBe('Overfitting: 100 images, Dropout');
    expect(asked[0]!.data).toEqual({ datasets: ['synthetic'], limit: 200 });
    expect(asked[0]!.model.layers.map(({ type }) => type)).toEqual(['Flatten', 'Dense', 'Dropout', 'Dense']);
    await vi.waitFor(() => expect(document.querySelector('[role=progressbar]')).not.toBeNull());
    button(/^Cancel$/).click();
    await vi.waitFor(() => expect(text()).toContain('Train once more, as set above'));
    expect(runs.get('new-1')!.status).toBe('stopped');
  });

  test('waits behind a training that goes on, and says so before and after', async () => {
    const other = someRun('long', { status: 'running', spec: { ...someRun('x').spec, name: 'Long one' } });
    const { text, button } = await open([other]);
    expect(text()).toContain('A training is going on, Long one: this one will wait its turn');
    button(/^Train$/).click();
    await vi.waitFor(() => expect(text()).toContain('It waits for Long one, which is training.'));
  });

  test('a training that failed says why, and can be tried again', async () => {
    const { code, params } = new AppError('dataset-empty');
    const { text, button } = await open([lesson('old-1', { status: 'failed', epoch: 0, error: { code, params } })]);
    await vi.waitFor(() => expect(button(/^Train once more/)).toBeDefined());
    expect(document.querySelector('.ended')!.textContent).toMatch(/Failed.+no images/i);
    expect(text()).not.toContain('Nothing was trained here');
  });

  test('the numbers of the epoch that is pointed at, the best epoch, and an earlier run beside it', async () => {
    const two = [lesson('old-1'), lesson('old-2', { createdAt: 2_000 })];
    const { text } = await open(two, {
      'old-1': epochs([
        [2, 2.1],
        [1, 1.5],
        [0.5, 1.2],
        [0.1, 1.7],
      ]),
      'old-2': epochs([
        [2, 2.1],
        [1.5, 1.6],
        [1.2, 1.4],
        [1.1, 1.5],
      ]),
    });
    await vi.waitFor(() => expect(told('best')).toBe('3'));
    // The last epoch, until the reader points.
    expect([told('train'), told('validation'), told('gap')]).toEqual(['1.10', '1.50', '0.400']);
    await vi.waitFor(() => expect(text()).toContain('gap at the end: 0.400, beside it 1.600'));
    expect(await checkTryOut(/early stopping would have kept/)).toMatch(/^Not yet/);
    await pressKeys(epochSlider(), 'ArrowLeft');
    expect(told('gap')).toBe('0.200');
    expect(await checkTryOut(/early stopping would have kept/)).toMatch(/^Right/);
    expect(await checkTryOut(/at most half/)).toMatch(/^Right/);
  });

  test('says what is missing where no data set has enough images', async () => {
    const small: DatasetInfo = {
      ...synthetic,
      id: 'set-01234567',
      kind: 'imported',
      status: { state: 'ready' },
      trainCount: 12,
    };
    const { text, button } = await open([], {}, [small]);
    expect(text()).toContain('There is no data set with enough images');
    expect(button(/^Train$/).disabled).toBe(true);
  });
});
