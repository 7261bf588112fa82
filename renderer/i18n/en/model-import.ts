import { modelImportEn } from '../../../shared/words/model-import-en.ts';

/** The import of models of other programs. */
export const modelImport = {
  action: 'Import a model',
  title: 'Import a model',
  lead: 'A trained model of Keras or TensorFlow.js. It is read and shown first; nothing is kept until you confirm.',
  kinds:
    'Keras’s .keras, .h5 with the whole model, or model.json together with its files of weights; also as a folder or zip archive.',
  step: { upload: 'Uploading the files …', read: 'Reading and trying the model …', keep: 'Importing …' },
  go: 'Import',
  done: '“{name}” was imported',
  name: 'Name',
  nameMissing: 'Give it a name',
  rename: 'Rename the model',
  renameClassesAction: 'Rename the classes…',
  renameClasses: 'Rename the classes',
  classesOrder: 'What the outputs of “{name}” mean, in their order. Its weights stay as they are.',
  classesSaved: 'The classes of “{name}” have other names',
  classes: 'Classes',
  classesHint: 'In the order of the model’s outputs, with commas between them; they can be changed later.',
  classTwice: '“{name}” names more than one class.',
  classesWrong: 'It has {n} outputs: give each class a name of its own, of 1 to 40 characters.',
  facts: '{format}, {program}',
  parameters: '{n} parameters',
  check: '{right} of {count} synthetic digits are read right.',
  checkLow: 'Only {right} of {count} synthetic digits are read right: one of the assumptions below may be wrong.',
  assumed: 'What is assumed',
  layersTaken: '{taken} of {n} layers taken',
  fates: { taken: 'taken', 'left-out': 'left out', refused: 'cannot be taken' },
  formats: { keras: 'Keras', hdf5: 'HDF5', 'tfjs-layers': 'TensorFlow.js' },
  ...modelImportEn,
} as const;
