import { importWordsEn } from '../../../shared/words/import-en.ts';

export const imports = {
  lead: 'It is read and shown first; nothing is kept until you confirm.',
  drop: 'Drop a folder or files here',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  kinds:
    'Folders of pictures, IDX as MNIST has it, .npz, CSV, parquet, pen strokes as JSON, ndjson or UNIPEN, and zip archives of these.',
  several: 'There are several data sets here. Which one do you want?',
  other: 'Choose something else',
  step: { upload: 'Uploading the files …', read: 'Reading …', keep: 'Importing …' },
  images: '{n} image | {n} images',
  parted: '{train} to train on, {test} to test with',
  size: '{width} × {height} pixels',
  classCount: '{n} class | {n} classes',
  skippedCount: '{n} file not used | {n} files not used',
  skippedTitle: '{n} file was not used | {n} files were not used',
  testShare: 'Set aside for testing',
  testShareHint: 'Of each class; the files do not say which images are for testing.',
  asWritten: 'Keep size and place as written',
  asWrittenHint:
    'Else the ink is fitted and centred as in MNIST. For signs that only these tell apart: o and O, comma and apostrophe.',
  classes: 'Classes',
  classesHint: 'names can be changed, now or later',
  className: 'Name of class {place}',
  wrongNames: 'Each class needs a name of its own, of 1 to 40 characters.',
  ...importWordsEn,
} as const;
