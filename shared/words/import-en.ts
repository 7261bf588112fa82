import type { Mend, SkipReason, WarningCode } from '../contract/schemas/import.ts';

/** The words of a warning. */
export interface WarningWords {
  readonly title: string;
  readonly text: string;
}

export interface ImportWords {
  readonly warnings: Readonly<Record<WarningCode, WarningWords>>;
  /** What each mend does, as the label of a switch. */
  readonly mends: Readonly<Record<Mend, string>>;
  readonly skipped: Readonly<Record<SkipReason, string>>;
}

/** Words for what an import found; `{}` are a warning's parameters. */
export const importWordsEn: ImportWords = {
  warnings: {
    inverted: {
      title: 'Dark and light are inverted',
      text: 'The paper is light and the ink dark. Inkstone keeps ink as the high values.',
    },
    transposed: {
      title: 'The images are transposed',
      text: 'Rows and columns have changed places, as in EMNIST’s files.',
    },
    'values-low': {
      title: 'The values are very low',
      text: 'The highest value is {highest} of 255, so the images look blank.',
    },
    'labels-shifted': {
      title: 'The labels seem to be one too high',
      text: 'No image is labelled 0. A model trained elsewhere would read each one as one less.',
    },
    'ten-is-zero': {
      title: 'Label 10 seems to mean the digit 0',
      text: 'The labels go from 1 to 10.',
    },
    'duplicates-across': {
      title: 'Test images are also training images',
      text: 'Training images equal to a test image: {count}. The test would look better than it is.',
    },
    'duplicates-within': {
      title: 'Some images occur more than once',
      text: 'Images equal to an earlier one: {count}.',
    },
    'empty-classes': {
      title: 'Some classes have no images',
      text: '{count} without images: {names}',
    },
    'blank-images': {
      title: 'Some images are blank',
      text: 'Images with one value all over: {count}.',
    },
    'one-class': {
      title: 'All images are of one class',
      text: 'Every image is labelled {name}. A model cannot learn to tell classes apart from this.',
    },
    'no-test-images': {
      title: 'No test images are left',
      text: 'The set is too small to set any aside, so a run on it cannot be tested on it.',
    },
    framed: {
      title: 'The images were brought to one size',
      text: 'They have different sizes, or sizes that cannot be used; the ink was brought into {width} × {height} pixels.',
    },
    'gzip-trailing': {
      title: 'A file has extra bytes at its end',
      text: '{file}: what follows the compressed data was ignored.',
    },
    'header-reversed': {
      title: 'A header has its bytes in reverse order',
      text: '{file} was written in little-endian order and read that way.',
    },
    'values-scaled': {
      title: 'The values were scaled to 0 to 255',
      text: 'In the files they go from {from} to {to}.',
    },
    colour: {
      title: 'The images are in colour',
      text: 'Their brightness was taken.',
    },
    'label-column': {
      title: 'The column of labels was guessed',
      text: '{file}: column {column} was taken for the labels.',
    },
    'validation-joined': {
      title: 'The validation part was added to the training images',
      text: '{file}: each run sets its own validation images aside.',
    },
    'several-sets': {
      title: 'There are several data sets',
      text: '{taken} was taken; not {others}.',
    },
    'names-cut': {
      title: 'Some class names were too long',
      text: 'Cut at 40 characters: {count}, for example “{name}”.',
    },
  },
  mends: {
    inverted: 'Invert the images',
    transposed: 'Turn the images upright',
    'values-low': 'Stretch the values to 255',
    'labels-shifted': 'Subtract one from each label',
    'ten-is-zero': 'Read 10 as 0',
    'duplicates-across': 'Leave them out of the training images',
    'duplicates-within': 'Keep the first of each',
    'empty-classes': 'Leave these classes out',
    'blank-images': 'Leave them out',
  },
  skipped: {
    empty: 'empty file',
    'web-page': 'a web page, not data',
    'not-understood': 'not a file that is used here',
    damaged: 'damaged',
    encrypted: 'encrypted',
    'compression-unknown': 'compressed in a way that is not read',
    'unsafe-name': 'its name leads out of the archive',
    'nested-too-deep': 'an archive inside too many archives',
    hdf5: 'HDF5 is not read; save it as .npz',
    matlab: 'MATLAB files are not read; save it as .npz',
    pickle: 'pickle files can run programs and are not read; save it as .npz',
    'no-labels': 'images without labels',
    'no-images': 'labels without images',
    'no-class': 'nothing says what it shows',
    'no-ink': 'no ink',
    'object-array': 'an array of objects or of columns',
    'shape-unknown': 'neither images nor labels, by its shape',
    'packed-copy': 'the compressed copy of another file',
    'other-set': 'of another data set',
    'too-large': 'a picture that is too large',
  },
};
