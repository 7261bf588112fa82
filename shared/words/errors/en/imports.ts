import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Files, folders and archives that data sets come from. */
export const errors = {
  'idx-other': {
    title: '{file} is not a file of images',
    why: 'Its content is neither IDX, as MNIST has it, nor NumPy’s .npy.',
    todo: 'Pictures are read with --image, drawings with --strokes; data sets are imported.',
  },
  'idx-wrong-size': {
    title: '{file} has the wrong size',
    why: 'It has {actual} bytes; by its own header it should have {expected}.',
    todo: 'The file was cut short or changed. Get it again.',
  },
  'idx-count-mismatch': {
    title: 'Images and labels do not match',
    why: 'There are {images} images but {labels} labels.',
    todo: 'Choose two files that belong together.',
  },
  'gzip-torn': {
    title: '{file} is damaged',
    why: 'The compressed data ends too early or does not match its checksum.',
    todo: 'Get the file again.',
  },
  'file-empty': {
    title: '{file} is empty',
    why: 'The file has no content at all.',
    todo: 'Save or download it again.',
  },
  'file-too-large': {
    title: '{file} is too large',
    why: 'It has {megabytes} MB; up to {limit} MB are read.',
    todo: 'Make it smaller and try again.',
  },
  'file-is-page': {
    title: '{file} is a web page',
    why: 'Its content is HTML: perhaps a sign-in or error page that was saved in place of the file.',
    todo: 'Download the file itself again.',
  },
  'not-a-file': {
    title: 'This is not a file',
    why: 'A folder or a device lies there: {path}',
    todo: 'Name a file.',
  },
  'path-missing': {
    title: 'There is no such file or folder',
    why: 'Nothing is found at {path}',
    todo: 'Check the path for typing errors, and whether the disk is connected.',
  },
  'data-not-understood': {
    title: 'No data set is found in {path}',
    why: 'Inkstone reads IDX, .npz and .npy, CSV, parquet, folders of pictures, pen strokes (JSON, ndjson, UNIPEN), and zip archives of these.',
    todo: 'Choose the file or folder that holds both the images and their labels.',
  },
  'data-damaged': {
    title: '{file} is damaged',
    why: 'Its content is not what the file says it is.',
    todo: 'Get the file again.',
  },
  'data-empty': {
    title: '{file} holds no images',
    why: 'Its files can be read, but there are no images in them.',
    todo: 'Check whether the right files were chosen, or get them again.',
  },
  'data-kind-unread': {
    title: '{file} is a file of a kind that is not read',
    why: 'It is {kind}. HDF5 and MATLAB are not read; pickle files can run programs.',
    todo: 'Save the images and labels as .npz (numpy.savez) and import that.',
  },
  'images-all-alike': {
    title: 'All images in {file} are the same',
    why: 'Its {count} images are blank, or copies of one image: there is nothing to learn from them.',
    todo: 'Check how the images were saved, and import them again.',
  },
  'array-unread': {
    title: '{file} is an array of a kind that is not read',
    why: 'It holds Python objects, several fields or complex numbers, or is stored column by column.',
    todo: 'Save it as plain numbers, row by row: numpy.ascontiguousarray(x, dtype=numpy.uint8).',
  },
  'data-too-large': {
    title: '{file} is too large',
    why: 'A file of this kind is read up to {limit} MB.',
    todo: 'Divide it into smaller files.',
  },
  'unpacks-too-large': {
    title: '{file} unpacks to far more than it can hold',
    why: 'It comes to {megabytes} MB or more, over {times} times its own size. No images and no texts do that, so it was not read further.',
    todo: 'Get the file again from where it came from. If it is meant to be so, unpack it and import what comes out.',
  },
  'data-too-many': {
    title: '{file} holds too many images',
    why: 'A data set may have up to {most} images.',
    todo: 'Take a part of it.',
  },
  'data-disk-space': {
    title: 'There is not enough room on the disk',
    why: 'The import needs {needed} MB in {folder}, but only {free} MB are free.',
    todo: 'Free some space, for instance by removing data sets or runs that you no longer need.',
  },
  'too-many-files': {
    title: 'There are too many files',
    why: '{path} holds more than {most} files.',
    todo: 'Choose the folder of the data set itself.',
  },
  'archive-damaged': {
    title: '{file} is damaged',
    why: 'The archive ends too early, or its content does not match its checksum.',
    todo: 'Get the archive again, or unpack it and choose the folder.',
  },
  'archive-too-large': {
    title: '{file} is too large',
    why: 'Archives of up to {files} files and {gigabytes} GB are read.',
    todo: 'Unpack it and choose the part that you need.',
  },
  'archive-encrypted': {
    title: '{file} is encrypted',
    why: 'The archive asks for a password to be unpacked.',
    todo: 'Unpack it with its password and choose the folder.',
  },
  'archive-compression': {
    title: '{file} is compressed in a way that is not read',
    why: 'Zip archives are read whose files are stored or deflated, as nearly all are.',
    todo: 'Unpack it and choose the folder.',
  },
  'record-invalid': {
    title: '{file} holds an entry that cannot be read',
    why: 'Entry {record} is incomplete or has a value that is not allowed there.',
    todo: 'Correct or remove that entry and import again.',
  },
  'label-invalid': {
    title: '{file} holds a label that stands for no class',
    why: 'Label {index} is {label}. Labels are whole numbers or names.',
    todo: 'Correct or remove that entry and import again.',
  },
  'labels-missing': {
    title: 'The labels are missing',
    why: '{file} holds images, but nothing says what they show.',
    todo: 'Put the file of labels beside it and choose the folder that holds both.',
  },
  'images-missing': {
    title: 'The images are missing',
    why: '{file} holds labels, but no images belong to it.',
    todo: 'Put the file of images beside it and choose the folder that holds both.',
  },
  'labels-disagree': {
    title: 'Two tables say different things of {file}',
    why: 'One says {first}, the other {other}.',
    todo: 'Keep the right table and remove the other one.',
  },
  'picture-classes-missing': {
    title: 'Nothing says what the pictures show',
    why: '{count} pictures were found, but no two classes of them.',
    todo: 'Put the pictures of each class into a folder with its name, or begin the files’ names with it: 7_0001.png. Pictures of one sign alone can be imported into a hand that has others: from its page, or with --sign SIGN on the command line.',
  },
  'several-data-sets': {
    title: 'There are several data sets here',
    why: 'Found: {choices}',
    todo: 'Choose one; on the command line with --choose NAME.',
  },
  'choice-unknown': {
    title: 'There is no data set {choice} here',
    why: 'Found: {choices}',
    todo: 'Choose one of these.',
  },
  'inspection-gone': {
    title: 'This import has to be started again',
    why: 'What was read for it is not kept any more.',
    todo: 'Choose the file or folder again.',
  },
  'class-names-invalid': {
    title: 'These class names do not fit',
    why: '{expected} different names are needed; {given} were given.',
    todo: 'Give each class a name of its own, of 1 to 40 characters.',
  },
  'test-images-missing': {
    title: '{name} has no test images',
    why: 'It is so small that none were set aside, or its files hold training images alone.',
    todo: 'Evaluate on another data set, or import this one again with a larger test share.',
  },
  'upload-too-large': {
    title: 'This is too much to bring in through the window',
    why: 'Up to {limit} GB are taken.',
    todo: 'Use the command line: inkstone data import PATH.',
  },
  'unsafe-path': {
    title: 'A file has a name that cannot be used',
    why: 'It leads out of its folder: {path}',
    todo: 'Rename the file and try again.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
