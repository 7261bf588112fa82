import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';
import { type OnLoad, scriptedTrainers, someFacts } from '../fixtures/scripted-trainer.ts';

let home: { folder: string; remove(): void };
let host: TestHost;
/** What the trainer was given to read: the model's folder, and the image. */
let read: { folder: string; image: number[] }[];

beforeEach(() => {
  home = temporaryFolder();
  read = [];
});
afterEach(async () => {
  await host.services.stop();
  home.remove();
});

async function open(onLoad: OnLoad): Promise<void> {
  const { launchTrainer } = scriptedTrainers(onLoad, {
    'model.predict': ({ folder, images }) => {
      read.push({ folder: path.basename(folder), image: [...images] });
      return { items: [], milliseconds: 0 };
    },
  });
  host = await startHost(home.folder, { launchTrainer });
}

const sheet = Array.from({ length: 28 * 28 }, () => 0);

describe('a trainer that is warmed up', () => {
  it('is ready and has read an empty sheet with the model of the pad', async () => {
    await open(() => someFacts());
    expect(host.services.link.status.state).toBe('stopped');
    await host.services.warmUp();
    expect(host.services.link.status.state).toBe('ready');
    expect(read).toEqual([{ folder: 'starter', image: sheet }]);
  });

  it('reads with the starter where the chosen model is gone', async () => {
    await open(() => someFacts());
    await host.services.settings.update({ drawModel: 'run-that-is-gone' });
    await host.services.warmUp();
    expect(read).toEqual([{ folder: 'starter', image: sheet }]);
  });

  it('keeps nobody waiting for an error where it cannot be started: the engine’s status tells it', async () => {
    await open(() => new AppError('engine-missing', { folder: '/nowhere' }));
    await host.services.warmUp();
    expect(host.services.engine.status).toMatchObject({ state: 'missing', error: { code: 'engine-missing' } });
    expect(read).toEqual([]);
  });
});
