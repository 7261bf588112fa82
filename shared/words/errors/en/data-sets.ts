import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Data sets, and whether they fit each other and a model. */
export const errors = {
  'dataset-not-found': {
    title: 'This data set can no longer be found',
    why: 'It was removed from this computer, or no file or folder lies at: {id}',
    todo: 'Choose another data set, or import it again.',
  },
  'dataset-empty': {
    title: 'There are no images to train on',
    why: 'After the validation part was set aside, nothing was left.',
    todo: 'Choose more images or a smaller validation part.',
  },
  'data-sizes-differ': {
    title: 'These data sets have images of different sizes',
    why: 'One has {first} pixels, another {other}.',
    todo: 'Choose a size that all are brought to, or train on them one by one.',
  },
  'data-framings-differ': {
    title: 'These data sets have their ink framed differently',
    why: 'In one the ink is centred, as in MNIST; in another it stays where it was written.',
    todo: 'Change the data: bring all images to one size with their ink centred. Or train on the data sets one by one.',
  },
  'class-unknown': {
    title: 'There is no class “{name}” in this data',
    why: 'None of the chosen data sets has it, or it was renamed.',
    todo: 'Choose among the classes that the data has.',
  },
  'classes-too-few': {
    title: 'There are too few classes',
    why: 'The number of classes is {count}; a model needs at least two.',
    todo: 'Choose more classes, or a data set that has them.',
  },
  'classes-too-many': {
    title: 'These are too many classes',
    why: 'Together the data sets have {count} classes; {most} is the most that a model may have.',
    todo: 'Choose only some of them.',
  },
  'image-size': {
    title: 'The image does not have the model’s size',
    why: 'The model reads images of {height} × {width} pixels; {bytes} bytes are no such images.',
    todo: 'Choose the model again: it may have changed.',
  },
  'model-reads-lines': {
    title: 'This model reads lines, not single signs',
    why: '{name} gives an answer at each step along a line.',
    todo: 'Choose a model of single signs, or read the line as a whole.',
  },
  'model-reads-signs': {
    title: 'This model reads single signs, not lines',
    why: '{name} gives one answer for a whole image.',
    todo: 'Choose a model that was trained on lines.',
  },
  'line-size': {
    title: 'The line does not have the model’s height',
    why: 'The model reads lines {height} pixels high; this one has {given}.',
    todo: 'Choose the model again: it may have changed.',
  },
  'model-other-size': {
    title: 'The data’s images do not have the model’s size',
    why: 'The model reads {model}; the data’s images are {data}.',
    todo: 'Choose another model, or data of its size.',
  },
  'model-other-framing': {
    title: 'The model reads ink that is framed differently',
    why: 'Of model and data, one has its ink centred, as in MNIST; the other keeps it where it was written.',
    todo: 'Change the data: bring all images to the model’s size with their ink framed as the model reads it. Or give the model a new last layer.',
  },
  'model-lacks-classes': {
    title: 'The model does not know all classes of this data',
    why: 'It was never taught: {names}',
    todo: 'Choose a model that was trained on these classes, or only the classes that it knows.',
  },
  'class-too-small': {
    title: 'There are too few images of {name}',
    why: 'The data have {count} training images of this class; the experiment asks for {wanted} of each.',
    todo: 'Choose smaller numbers, or all images.',
  },
  'data-untested': {
    title: 'These data have no test images',
    why: 'The experiment compares how well models read test images of the classes that are learned next, and there are none.',
    todo: 'Choose data with a test part, or import them anew with a part set aside for testing.',
  },
  'dataset-in-use': {
    title: 'A run needs this data set',
    why: 'The run “{run}” is training on it, waits for its turn, or was interrupted and can go on.',
    todo: 'Stop that run, or resume it and wait until it has ended, or delete it; then try again.',
  },
  'dataset-damaged': {
    title: 'The files of this data set are damaged',
    why: '{file} does not hold what was written there: it was changed, or a part is missing. Data set: {id}',
    todo: 'Remove the data set and import it again. MNIST and the synthetic digits are made again when they are needed.',
  },
  'dataset-names-fixed': {
    title: '{name} keeps its name',
    why: 'MNIST and the synthetic digits come with Inkstone; only imported data sets can be renamed.',
    todo: 'Choose a data set that you imported.',
  },
  'dataset-state-gone': {
    title: 'The run cannot see the data that it was started with',
    why: '“{name}” has changed since, and the files of what it was then are no longer there.',
    todo: 'Start a new run: it trains on what the hand is now.',
  },
  'mnist-missing': {
    title: 'MNIST is not on this computer yet',
    why: 'No folder with its four files was found.',
    todo: 'Download it, or name a folder that holds it in Settings.',
  },
  'mnist-incomplete': {
    title: 'This folder does not hold MNIST',
    why: '{file} is not in {folder}.',
    todo: 'Name the folder with the four IDX files of MNIST, gzipped or not, or download them.',
  },
  'download-failed': {
    title: 'The download did not succeed',
    why: 'No source gave the whole file. {mirrors}',
    todo: 'Check the network and try again: what has arrived is kept. Or name a folder that holds the files.',
  },
  'download-checksum': {
    title: 'The download is not the expected file',
    why: 'The content of {file} does not have the known checksum, so it was not used.',
    todo: 'Try again later, or name a folder that holds the true files.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
