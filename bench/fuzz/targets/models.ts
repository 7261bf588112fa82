import fs from 'node:fs';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { stageModel } from '../../../electron/reader/stage-model.ts';
import { repositoryRoot } from '../../../test/fixtures/folders.ts';
import { readerCalls } from '../../../shared/contract/reader.ts';
import { changed, changedJson, type Inputs, type Target } from '../target.ts';

const file = (...parts: string[]): Buffer => fs.readFileSync(path.join(repositoryRoot, 'test', 'fixtures', ...parts));
const keras = file('models', 'binary.keras');
const byTfjs = ['cases', 'keras-15-lstm'] as const;
const shard = file(...byTfjs, 'group1-shard1of1.bin');

/** A model that is laid down in the folder by `lay`, read as the program does. */
const modelOf = (name: string, inputs: Inputs, lay: (input: Uint8Array, folder: string) => string): Target => ({
  name,
  ...inputs,
  share: 0.5,
  async read(input, folder) {
    const source = lay(input, folder);
    const request = { path: source, name: path.basename(source), folder };
    return readerCalls['model.stage'].output.parse(await stageModel(request, () => undefined));
  },
});

const written =
  (name: string) =>
  (input: Uint8Array, folder: string): string => {
    const target = path.join(folder, name);
    fs.writeFileSync(target, input);
    return target;
  };

/** An archive whose description is changed, and whose weights are whole. */
function describedBy(input: Uint8Array, folder: string): string {
  return written('model.keras')(zipSync({ ...unzipSync(keras), 'config.json': Uint8Array.from(input) }), folder);
}

/** Models of other programs: their archives, HDF5, descriptions and weights. */
export const models: readonly Target[] = [
  modelOf('Keras archive', changed([keras]), written('model.keras')),
  modelOf('Keras HDF5', changed([file('models', 'binary.h5')]), written('model.h5')),
  modelOf(
    'Keras description',
    changedJson([JSON.parse(Buffer.from(unzipSync(keras)['config.json']!).toString())]),
    describedBy,
  ),
  modelOf('tfjs model', changedJson([JSON.parse(file(...byTfjs, 'model.json').toString())]), (input, folder) => {
    written('group1-shard1of1.bin')(shard, folder);
    return written('model.json')(input, folder);
  }),
];
