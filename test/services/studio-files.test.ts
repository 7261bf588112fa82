import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Of } from '../../electron/files/content-hash.ts';
import type { ModelManifest } from '../../electron/formats/run-file/manifest.ts';
import { readModelFolder, writeModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import type { ModelCard } from '../../shared/contract/schemas/predict.ts';
import { runCommand } from '../fixtures/command-line.ts';
import { storedModel } from '../fixtures/exported-models.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { modelOf } from '../fixtures/models.ts';
import { tenImages } from '../fixtures/ten-images.ts';

/** A run that an older studio left, with its curves and its model. */
const OLD = path.join(repositoryRoot, 'test', 'fixtures', 'old-home', 'runs');
const ID = 'softmax-20261129-004508-e18';
const STARTER = path.join(repositoryRoot, 'resources', 'starter');
const [home, otherHome, elsewhere] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
const at = (name: string): string => path.join(elsewhere.folder, name);
let [host, other]: TestHost[] = [];
let [window, otherWindow]: Window[] = [];

beforeAll(async () => {
  const folder = path.join(home.folder, 'runs', ID);
  mkdirSync(path.join(folder, 'model'), { recursive: true });
  for (const name of ['run.json', 'metrics.jsonl', 'model/model.json', 'model/weights.safetensors'])
    writeFileSync(path.join(folder, name), readFileSync(path.join(OLD, ID, name)));
  [host, other] = [await startHost(home.folder), await startHost(otherHome.folder)];
  [window, otherWindow] = [host.window(), other.window()];
});
afterAll(async () => {
  await Promise.all([host!.services.stop(), other!.services.stop()]);
  for (const each of [home, otherHome, elsewhere]) each.remove();
});

const exported = (model: string) => window!.call('exports.make', { model, format: 'studio', ticket: 'a-window-asks' });
/** Gives a file to the other studio as a window does. */
async function give(bytes: Uint8Array, name: string): Promise<string> {
  const { handle } = await otherWindow!.call('files.upload', { name, bytes: Uint8Array.from(bytes) });
  return handle;
}
/** Takes a model in there. */
async function taken(bytes: Uint8Array, name = 'a.inkstone.zip') {
  const inspection = await otherWindow!.call('models.inspect', { handle: await give(bytes, name) });
  return { inspection, info: await otherWindow!.call('models.import', { inspection: inspection.id! }) };
}

describe('the studio’s own file', () => {
  it('of a model is read again, and another studio reads by it as this one, with all that its card says', async () => {
    const { name, bytes, verified, usage } = await exported('starter');
    expect(name).toMatch(/\.inkstone\.zip$/);
    expect(verified).toEqual({ images: 1000, maxDifference: 0, agree: 1000 });
    expect(usage).toEqual([]);
    const { inspection, info } = await taken(bytes);
    expect(inspection).toMatchObject({ origin: { format: 'inkstone' }, fault: null });
    expect(inspection.layers.every(({ fate }) => fate === 'taken')).toBe(true);
    const [own, theirs] = await Promise.all([
      window!.call('models.predict', { model: 'starter', images: tenImages() }),
      otherWindow!.call('models.predict', { model: info.ref, images: tenImages() }),
    ]);
    expect(theirs.items).toEqual(own.items);
    const cards = await Promise.all(
      [STARTER, path.join(otherHome.folder, 'models', info.ref)].map((folder) => readModelFolder(folder)),
    );
    expect(cards[1]!.card).toEqual({ ...cards[0]!.card, createdAt: expect.any(Number) as number });
  });

  it('of a run brings its record and logs, and comes in as a run wherever it is opened', async () => {
    const { bytes, verified } = await exported(ID);
    expect(verified).toMatchObject({ images: 1000, maxDifference: 0 });
    const handle = await give(bytes, 'run.inkstone.zip');
    await expect(otherWindow!.call('models.inspect', { handle })).rejects.toMatchObject({ code: 'model-file-run' });
    const { run } = await otherWindow!.call('runs.import', { handle });
    expect(run.id).toBe(ID);
    const [own, theirs] = await Promise.all([window, otherWindow].map((each) => each!.call('runs.get', { id: ID })));
    expect(theirs!.logs).toEqual(own!.logs);
  });

  it('takes the models along that it comes from, also when it is handed on', async () => {
    const parent = await window!.call('models.card', { model: 'starter' });
    const { card, weights } = storedModel(
      modelOf([{ type: 'Flatten' }, { type: 'Dense', units: 10, activation: 'softmax' }]),
    );
    const ref = { ref: 'starter' as const, name: parent.name, weightsSha256: parent.weightsSha256 };
    await writeModelFolder(at('child'), { ...card, parent: ref }, weights);
    const file = at('child.inkstone.zip');
    const wish = {
      folder: at('child'),
      ref: null,
      format: 'studio',
      weights: 'float32',
      target: file,
      force: false,
    } as const;
    expect((await host!.services.exports.write(wish)).verified).toMatchObject({ images: 1000, maxDifference: 0 });
    const bytes = readFileSync(file);
    expect(Object.keys(unzipSync(bytes))).toContain('parents/1/weights.safetensors');
    const { info } = await taken(bytes);
    const came = path.join(otherHome.folder, 'models', info.ref, 'parents', '1');
    expect((await readModelFolder(came)).card.weightsSha256).toBe(parent.weightsSha256);
  });

  it('is taken in by the command line, a model or a run', async () => {
    for (const model of ['starter', ID]) {
      const file = at(`${model}.inkstone.zip`);
      writeFileSync(file, (await exported(model)).bytes);
      const { code, lines } = await runCommand(otherHome.folder, ['models', 'import', file, '--json']);
      expect(code).toBe(0);
      expect(lines.at(-1)).toMatchObject(
        model === 'starter' ? { model: { name: expect.any(String) } } : { name: expect.any(String) },
      );
    }
  });

  it('that is damaged is refused, and nothing is left', async () => {
    const before = readdirSync(path.join(otherHome.folder, 'models'));
    const { bytes } = await exported('starter');
    const torn = Uint8Array.from(bytes);
    torn[Math.floor(torn.length / 2)]! ^= 1;
    await expect(taken(torn)).rejects.toMatchObject({ code: 'run-file-damaged' });
    await expect(taken(bytes.subarray(0, 1000))).rejects.toThrow();
    const changed = (change: (card: ModelCard) => unknown): Uint8Array => {
      const { 'inkstone-model.json': text, ...files } = unzipSync(bytes);
      const list = JSON.parse(new TextDecoder().decode(text)) as ModelManifest;
      const card = JSON.parse(new TextDecoder().decode(files['model.json'])) as ModelCard;
      change(card);
      files['model.json'] = strToU8(JSON.stringify(card));
      Object.assign(
        list.files.find((one) => one.path === 'model.json')!,
        {
          size: files['model.json'].length,
          sha256: sha256Of(files['model.json']),
        },
      );
      return zipSync({ ...files, 'inkstone-model.json': strToU8(JSON.stringify(list)) });
    };
    for (const change of [({ task }: ModelCard) => task.classes.pop(), ({ spec }: ModelCard) => spec.layers.shift()])
      await expect(taken(changed(change))).rejects.toMatchObject({ code: 'run-file-damaged' });
    const newer = taken(changed((card) => Object.assign(card, { version: 3 })));
    await expect(newer).rejects.toMatchObject({ code: 'file-newer', params: { path: 'a.inkstone.zip' } });
    expect(readdirSync(path.join(otherHome.folder, 'models'))).toEqual(before);
  });

  it('has full weights alone', async () => {
    const wish = { model: 'starter', format: 'studio', weights: 'int8', ticket: 'a-window-asks' } as const;
    await expect(window!.call('exports.make', wish)).rejects.toMatchObject({ code: 'export-weights' });
  });
});
