import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** The storage folder and the disk. */
export const errors = {
  'file-limit': {
    title: 'A file may not grow any further',
    why: 'The system or the drive lets no file become larger than a certain size.',
    todo: 'Raise the limit (ulimit -f), or write to a drive that takes larger files, then try again.',
  },
  'disk-full': {
    title: 'The disk is full',
    why: 'There was no room left to write.',
    todo: 'Free some space, or delete runs you no longer need, then try again.',
  },
  'disk-space': {
    title: 'There is not enough room on the disk',
    why: '{needed} GB are needed in {folder}, but only {free} GB are free.',
    todo: 'Free some space, or set INKSTONE_CACHE_DIR to a folder on a larger disk before you start Inkstone.',
  },
  'storage-denied': {
    title: 'Inkstone may not write here',
    why: 'The system refused access to {path}',
    todo: 'Change the folder’s permissions, or choose another storage folder.',
  },
  'storage-failed': {
    title: 'Reading or writing failed',
    why: 'The disk reported an error: {path}{reason}',
    todo: 'Check that the disk is connected and healthy, then try again.',
  },
  'not-a-folder': {
    title: 'There is a file where a folder is needed',
    why: '{path} is a file, or lies inside one.',
    todo: 'Name another folder, or move the file away.',
  },
  'folder-not-empty': {
    title: 'There are files in this folder already',
    why: 'What is there would be mixed with what is to be written: {path}',
    todo: 'Name a folder that is empty or not there yet.',
  },
  'home-missing': {
    title: 'There is no place for Inkstone’s data',
    why: 'The system tells no home folder: HOME is empty or no whole path.',
    todo: 'Set INKSTONE_HOME to a folder that you may write to.',
  },
  'file-torn': {
    title: 'A file is damaged',
    why: '{path} ends too early or holds something else than it should.',
    todo: 'Restore it from a copy. Delete it only if Inkstone can make it again, as a data set that it has prepared: what you have written or corrected yourself would be gone.',
  },
  'file-newer': {
    title: 'This file comes from a newer Inkstone',
    why: '{path} was written in a form that this version does not know.',
    todo: 'Update Inkstone, then open it again.',
  },
  'preset-unreadable': {
    title: '“{file}” holds no preset',
    why: 'It is no JSON file that Inkstone wrote for a preset, or it was cut off or changed on the way.',
    todo: 'Choose one that the Train screen exported, as NAME.inkstone.json. The file was left as it is.',
  },
  'recipe-unreadable': {
    title: '“{file}” holds no recipe',
    why: 'It is no JSON file that Inkstone wrote for a recipe, or it was cut off or changed on the way.',
    todo: 'Choose one that the Train screen exported, as NAME.recipe.json. The file was left as it is.',
  },
  'architecture-not-found': {
    title: 'This architecture can no longer be found',
    why: 'Its folder was deleted or moved.',
    todo: 'Choose another one from the list of models.',
  },
  'architecture-changed': {
    title: '“{name}” was changed in another window',
    why: 'Both windows had it open, and the other one saved first.',
    todo: 'Keep yours as a copy, or go on from the other window’s. Both states are kept as versions.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
