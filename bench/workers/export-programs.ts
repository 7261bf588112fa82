// The starter in each format that a program in Python uses, with each kind of weights, and that program as the studio tells it: FOLDER/NAME/use.py
// beside the export, and expected.json, what the studio's own TensorFlow answers to the same image, an empty one.
//
//   node bench/workers/export-programs.ts FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { rounded } from '../../electron/formats/exports/packing/rounded.ts';
import { usageOf } from '../../electron/formats/exports/usage.ts';
import { WRITERS } from '../../electron/formats/exports/writers.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { root } from '../../scripts/lib/root.ts';
import { EXPORT_ENDINGS, EXPORT_WEIGHTS, foreignFormatSchema } from '../../shared/contract/schemas/export.ts';
import { ownAnswers } from '../../test/fixtures/exported-models.ts';
import { loadEngine } from './engine.ts';

const folder = process.argv[2]!;
loadEngine();
const starter = await readModelFolder(path.join(root, 'resources', 'starter'));
for (const format of foreignFormatSchema.options) {
  const name = `model${EXPORT_ENDINGS[format] ?? ''}`;
  const program = usageOf(format, starter.card, name).find(({ language }) => language === 'python');
  if (!program) continue;
  for (const weights of EXPORT_WEIGHTS[format]) {
    const own = path.join(folder, `${format}, ${weights}`);
    const { model, packing } = rounded(starter, format, weights);
    for (const file of await (
      await WRITERS[format]()
    )(model, packing)) {
      const place =
        EXPORT_ENDINGS[format] === null ? path.join(own, name, ...file.path.split('/')) : path.join(own, name);
      fs.mkdirSync(path.dirname(place), { recursive: true });
      fs.writeFileSync(place, file.bytes);
    }
    fs.writeFileSync(path.join(own, 'use.py'), program.code);
    const answers = [...ownAnswers(model, new Float32Array(28 * 28))];
    const probability = Math.max(...answers);
    const label = model.card.task.classes[answers.indexOf(probability)];
    fs.writeFileSync(path.join(own, 'expected.json'), JSON.stringify({ label, probability }));
  }
}
