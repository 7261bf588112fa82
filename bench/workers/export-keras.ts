// Models as .keras files, and what the studio's own TensorFlow answers with them: NAME.keras and NAME.json (the probabilities of
// one image after the other's) in FOLDER, beside images.bin (28 x 28 bytes each), which is there already.
//
//   node bench/workers/export-keras.ts FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { writeKeras } from '../../electron/formats/exports/keras/keras-model.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { root } from '../../scripts/lib/root.ts';
import { everyLayerStored } from '../../test/fixtures/every-layer.ts';
import { ownAnswers } from '../../test/fixtures/exported-models.ts';
import { loadEngine } from './engine.ts';

const folder = process.argv[2]!;
loadEngine();
const images = Float32Array.from(fs.readFileSync(path.join(folder, 'images.bin')), (level) => level / 255);
const models = {
  starter: await readModelFolder(path.join(root, 'resources', 'starter')),
  'every layer, 3 classes, a temperature': everyLayerStored(3, { temperature: 1.7 }),
  'every layer, 62 classes': everyLayerStored(62),
};
for (const [name, model] of Object.entries(models)) {
  const [file] = await writeKeras(model);
  fs.writeFileSync(path.join(folder, `${name}.keras`), file!.bytes);
  fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify([...ownAnswers(model, images)]));
}
