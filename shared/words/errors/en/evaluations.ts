import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** The evaluation lab, and corrections of labels. */
export const errors = {
  'evaluation-not-found': {
    title: 'This evaluation can no longer be found',
    why: 'It was removed from this computer, or its files were damaged.',
    todo: 'Evaluate the model on the data set again.',
  },
  'evaluation-stale': {
    title: 'The data set has changed since this evaluation',
    why: 'The images, labels or classes of “{data}” are others now, so these results no longer belong to them.',
    todo: 'Evaluate the model on the data set again.',
  },
  'evaluation-no-validation': {
    title: '“{model}” has no validation part in “{data}”',
    why: 'Only a run that trained on this data set, and set a part of it aside, has one.',
    todo: 'Choose the test or the training part, or a run that trained on this data set.',
  },
  'evaluation-no-images': {
    title: 'There is no image to evaluate',
    why: 'The chosen part of the data set, or its chosen classes, has no images.',
    todo: 'Choose another part, or other classes.',
  },
  'evaluation-of-lines': {
    title: 'The lab looks at readers of single signs',
    why: '“{model}” reads whole lines, and the images of a data set are single signs.',
    todo: 'How many lines it reads right, and which of their signs are wrong, stands in the result of its run, beside its parent’s if it was fine-tuned.',
  },
  'evaluations-differ': {
    title: 'These two evaluations cannot be compared',
    why: 'They are of different images, or of different classes.',
    todo: 'Evaluate both models on the same part of the same data set.',
  },
  'model-fixed': {
    title: '“{name}” cannot be changed',
    why: 'It came with the studio, or lies in a folder of its own: only models that runs left are changed here.',
    todo: 'Train or fine-tune a model, and keep the temperature with that one.',
  },
  'temperature-none': {
    title: 'These images tell no temperature',
    why: 'There are none, or too few of them are read wrong to tell how sure the model may be.',
    todo: 'Evaluate the model on more images, or on harder ones.',
  },
  'image-not-found': {
    title: 'There is no image at place {place}',
    why: 'This part holds {count} images, counted from 0, or the image was not read.',
    todo: 'Choose an image from the list.',
  },
  'images-changed': {
    title: 'The images of “{name}” are others by now',
    why: 'Images were added or removed since you looked at it, so another one may be in the place of the one you meant. Nothing was changed.',
    todo: 'Look at the data set as it is now, and do it again there.',
  },
  'corrections-torn': {
    title: 'The corrections of this data set cannot be read',
    why: 'The file {path} is damaged. The images and their labels are untouched.',
    todo: 'Begin without corrections: the damaged file is kept beside the new one. Or put a good copy of it back.',
  },
  'suspects-too-few': {
    title: 'There are too few images to look for wrong labels',
    why: 'There are {count} training images; it takes at least {least}, and two of each of two classes, for models to check each other.',
    todo: 'Look through them by eye, or collect more images.',
  },
  'suspects-too-alike': {
    title: 'The images are too much alike to look for wrong labels',
    why: 'Of {count} training images nearly all are near-duplicates of each other. It takes two that differ, of each of two classes, for models to check each other.',
    todo: 'Collect images that differ more, in another sitting.',
  },
  'worker-crashed': {
    title: 'The calculation ended early',
    why: 'The process that calculates ended before it was done; the computer may be short of memory. Nothing else is affected.',
    todo: 'Close other programs and try again.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
