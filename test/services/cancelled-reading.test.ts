import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { ModelCache } from '../../electron/trainer/evaluate/model-cache.ts';
import type { CallContext } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { createCancelSource } from '../../shared/rpc/cancel.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';
import { scriptedTrainers, someFacts } from '../fixtures/scripted-trainer.ts';

let home: ReturnType<typeof temporaryFolder>;
let host: TestHost | null = null;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(async () => {
  await host?.services.stop();
  host = null;
  home.remove();
});

it('a reading that the window cancels is cancelled in the trainer, and so is a probe', async () => {
  const begun = vi.fn();
  const cancelled: string[] = [];
  /** Goes on until it is cancelled. */
  const waiting =
    (name: string) =>
    (_input: unknown, { signal }: CallContext): Promise<never> => {
      begun(name);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          cancelled.push(name);
          reject(new AppError('cancelled'));
        }),
      );
    };
  const trainers = scriptedTrainers(() => someFacts(), {
    'model.predict': waiting('predict'),
    'engine.probe': waiting('probe'),
  });
  host = await startHost(home.folder, { launchTrainer: trainers.launchTrainer });
  const window = host.window();
  const reading = createCancelSource();
  const images = new Uint8Array(784);
  const read = window.call('models.predict', { model: 'starter', images }, { signal: reading.signal });
  const probing = createCancelSource();
  const probe = window.call('engine.probe', null, { signal: probing.signal });
  await vi.waitFor(() => expect(begun).toHaveBeenCalledTimes(2));
  reading.abort();
  await expect(read).rejects.toMatchObject({ code: 'cancelled' });
  await vi.waitFor(() => expect(cancelled).toEqual(['predict']));
  probing.abort();
  await expect(probe).rejects.toMatchObject({ code: 'cancelled' });
  await vi.waitFor(() => expect(cancelled).toEqual(['predict', 'probe']));
});

it('in the trainer it leaves the queue at once and is not done when its turn comes', async () => {
  loadTensorflow();
  const cache = new ModelCache();
  const starter = path.join(repositoryRoot, 'resources', 'starter');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const order: string[] = [];
  const first = cache.use(starter, () => held.then(() => void order.push('first')));
  const source = createCancelSource();
  const second = cache.use(starter, () => void order.push('second'), source.signal);
  const third = cache.use(starter, () => void order.push('third'));
  source.abort();
  // While the first still has the cache.
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  release();
  await Promise.all([first, third]);
  expect(order).toEqual(['first', 'third']);

  const before = createCancelSource();
  before.abort();
  await expect(cache.use(starter, () => void order.push('never'), before.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  await cache.use(starter, () => undefined);
  expect(order).toEqual(['first', 'third']);
  cache.dispose();
});
