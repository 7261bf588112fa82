import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Model files: models of other programs. */
export const errors = {
  'model-file-run': {
    title: '{file} is a run with its model',
    why: 'It was exported with its whole history, and comes in as a run.',
    todo: 'Import it on the page of runs, or with `runs import`.',
  },
  'model-file-unknown': {
    title: 'No model was found in {file}',
    why: 'Models are read as Keras saves them (.keras, or .h5 with the whole model) and as TensorFlow.js does (model.json with its files of weights); also in a folder or a zip archive.',
    todo: 'Save the whole model in one of these forms, for example with model.save(“model.keras”).',
  },
  'model-file-damaged': {
    title: 'The model in {file} is damaged',
    why: 'It is cut off, was changed on its way, or contradicts itself. Nothing of it was used.',
    todo: 'Copy or save the file again.',
  },
  'model-file-several': {
    title: 'There are several models in {file}',
    why: 'Found: {files}',
    todo: 'Choose the file of one of them.',
  },
  'model-shard-missing': {
    title: 'A file of the model’s weights is missing: {file}',
    why: 'model.json names it, but it does not lie beside it. A model saved by TensorFlow.js consists of model.json and all files named there.',
    todo: 'Choose the folder with all of its files, or model.json where they lie beside it.',
  },
  'model-graph': {
    title: 'The model in {file} has no layers any more',
    why: 'It was converted into a graph of operations (a TensorFlow.js graph model), of which no layers can be made again.',
    todo: 'Convert the original Keras model as a layers model, or save it with model.save(“model.keras”).',
  },
  'model-weights-not-finite': {
    title: 'The weights of layer {layer} are not finite',
    why: 'Some of them are NaN or infinite: the training of the model diverged.',
    todo: 'Choose a model that was saved before that.',
  },
  'model-layers-refused': {
    title: 'Some layers of this model cannot be taken',
    why: 'The studio cannot do the same as: {layers}',
    todo: 'Build the model without them, or with layers that the studio has, and save it again.',
  },
  'model-input-refused': {
    title: 'This model does not read grey images of a size that is possible here',
    why: 'Its input has the shape {shape}. Models here read grey images (one channel), each side of 8 to 256 pixels.',
    todo: 'Choose a model that reads grey images of a fixed size, with channels last.',
  },
  'model-output-refused': {
    title: 'This model does not give a probability for each class',
    why: 'Its last layer, {layer}, gives {shape} with the activation {activation}.',
    todo: 'Choose a model that tells classes apart: one that ends with 2 to 1000 units and softmax, or with logits.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
