import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Models } from '../../electron/services/models/models.ts';
import type { ModelCard } from '../../shared/contract/schemas/predict.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { runsHost, type RunsHost } from '../fixtures/runs-host.ts';

const REF = 'model-0123456789abcdef';
const shippedFolder = path.join(repositoryRoot, 'resources');

let home: ReturnType<typeof temporaryFolder>;
let hosts: RunsHost[];
beforeEach(() => {
  home = temporaryFolder();
  hosts = [];
  mkdirSync(path.join(home.folder, 'runs'));
});
afterEach(async () => {
  for (const { runs } of hosts) await runs.close();
  home.remove();
});

/** The models of a host on the storage. */
function models(): Models {
  const host = runsHost(home.folder);
  hosts.push(host);
  const launchReader = (): never => {
    throw new Error('nothing is imported here');
  };
  const env = { shippedFolder, storageFolder: home.folder, log: host.log, now: () => 0, launchReader };
  return new Models({ env, runs: host.runs, link: host.link });
}

const folderOf = (ref: string): string => path.join(home.folder, 'models', ref);
const layDown = (folder: string): void =>
  cpSync(path.join(shippedFolder, 'starter', 'model.json'), path.join(folder, 'model.json'));
const cardOf = (folder: string): ModelCard =>
  JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')) as ModelCard;

it('of changes of a card by two hosts at the same moment none is lost, a temperature that is measured neither', async () => {
  layDown(folderOf(REF));
  const [one, two] = [models(), models()];
  for (let round = 1; round <= 15; round++) {
    const classes = Array.from({ length: 10 }, (_, i) => `${round}-${i}`);
    await Promise.all([
      one.setTemperature(REF, round),
      one.rename(REF, `Name ${round}`),
      two.nameClasses(REF, classes),
    ]);
    const card = cardOf(folderOf(REF));
    expect([card.temperature, card.name, card.task.classes]).toEqual([round, `Name ${round}`, classes]);
  }
  expect(readdirSync(path.join(home.folder, 'models'))).toEqual([REF]);
});

it('a temperature goes on the card of a run’s model, and on none that is gone', async () => {
  const own = models();
  const folder = path.join(home.folder, 'runs', 'run-1', 'model');
  layDown(folder);
  await own.setTemperature('run-1', 1.5);
  expect(cardOf(folder).temperature).toBe(1.5);
  expect(readdirSync(path.dirname(folder))).toEqual(['model']);
  await expect(own.setTemperature('run-2', 1.5)).rejects.toMatchObject({ code: 'model-not-found' });
  expect(existsSync(path.join(home.folder, 'runs', 'run-2'))).toBe(false);
});

it('a model is removed whole while another host changes it', async () => {
  const [one, two] = [models(), models()];
  for (let round = 0; round < 10; round++) {
    layDown(folderOf(REF));
    const changed = two.setTemperature(REF, round).catch(() => undefined);
    await one.remove(REF);
    await changed;
    expect(existsSync(folderOf(REF))).toBe(false);
  }
});
