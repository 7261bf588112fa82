import type { ForeignFormat, Usage } from '../../../shared/contract/schemas/export.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { INPUT, OUTPUT } from './about.ts';

/** How to read an image with an export called `name`, in a few lines that run as they stand. */
export function usageOf(format: ForeignFormat, card: ModelCard, name: string): Usage[] {
  const file = JSON.stringify(name);
  switch (format) {
    case 'onnx':
      return [
        javascript(card, "import * as ort from 'onnxruntime-web';", [
          `const session = await ort.InferenceSession.create(await readFile(${file}));`,
          `const input = new ort.Tensor('float32', image, ${batch(card)});`,
          `const probabilities = (await session.run({ ${INPUT}: input })).${OUTPUT}.data;`,
        ]),
        python(
          card,
          ['import onnxruntime as ort'],
          [
            `session = ort.InferenceSession(${file})`,
            `probabilities = session.run(["${OUTPUT}"], {"${INPUT}": image})[0][0]`,
          ],
        ),
      ];
    case 'tfjs':
      return [
        javascript(card, "import * as tf from '@tensorflow/tfjs';", [
          `const { modelTopology, weightsManifest } = JSON.parse(await readFile(${file} + '/model.json', 'utf8'));`,
          `const weights = new Uint8Array(await readFile(${file} + '/weights.bin')).buffer;`,
          '// In a page it is one line: tf.loadLayersModel(the address of model.json).',
          'const artifacts = { modelTopology, weightSpecs: weightsManifest[0].weights, weightData: weights };',
          'const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));',
          `const probabilities = await model.predict(tf.tensor(image, ${batch(card)})).data();`,
        ]),
      ];
    // A page to open.
    case 'html':
      return [];
    case 'keras':
      return [
        python(
          card,
          ['import keras'],
          [`model = keras.models.load_model(${file})`, 'probabilities = model.predict(image, verbose=0)[0]'],
        ),
      ];
    case 'savedmodel':
      return [
        python(
          card,
          ['import tensorflow as tf'],
          [
            `model = tf.saved_model.load(${file})`,
            `answers = model.signatures["serving_default"](${INPUT}=tf.constant(image))`,
            `probabilities = answers["${OUTPUT}"].numpy()[0]`,
          ],
        ),
      ];
  }
}

const batch = ({ spec: { inputShape } }: ModelCard): string => JSON.stringify([1, ...inputShape]).replaceAll(',', ', ');

/** In Node, as a module: what comes of `work` is `probabilities`, one after the other. */
function javascript(card: ModelCard, imports: string, work: readonly string[]): Usage {
  const [height, width] = card.spec.inputShape;
  const lines = [
    "import { readFile } from 'node:fs/promises';",
    imports,
    '',
    `const classes = ${JSON.stringify(card.task.classes)};`,
    `const image = new Float32Array(${height} * ${width}); // row by row, 0 = paper to 1 = ink`,
    ...work,
    ...(card.task.reads === 'line'
      ? [
          '// At each step the likeliest class, or the blank, which stands last; what is repeated is one.',
          'const n = classes.length + 1;',
          'const steps = Array.from({ length: probabilities.length / n }, (_, i) => probabilities.slice(i * n, i * n + n));',
          'const best = steps.map((step) => step.indexOf(Math.max(...step)));',
          "console.log(best.map((b, i) => (b === best[i - 1] ? '' : (classes[b] ?? ''))).join(''));",
        ]
      : [
          'const best = probabilities.indexOf(Math.max(...probabilities));',
          'console.log(classes[best], probabilities[best]);',
        ]),
  ];
  return { language: 'javascript', code: `${lines.join('\n')}\n` };
}

/** In Python: what comes of `work` is `probabilities`, an array of NumPy's. */
function python(card: ModelCard, imports: readonly string[], work: readonly string[]): Usage {
  const lines = [
    'import numpy as np',
    ...imports,
    '',
    `classes = ${JSON.stringify(card.task.classes)}`,
    `image = np.zeros(${batch(card).replace('[', '(').replace(']', ')')}, np.float32)  # 0 = paper to 1 = ink`,
    ...work,
    ...(card.task.reads === 'line'
      ? [
          '# At each step the likeliest class, or the blank, which stands last; what is repeated is one.',
          'best = probabilities.argmax(-1)',
          'kept = [b for i, b in enumerate(best) if b < len(classes) and (i == 0 or b != best[i - 1])]',
          'print("".join(classes[b] for b in kept))',
        ]
      : ['best = probabilities.argmax()', 'print(classes[best], probabilities[best])']),
  ];
  return { language: 'python', code: `${lines.join('\n')}\n` };
}
