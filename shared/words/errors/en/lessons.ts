import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Lessons: chapters, models and data as one file. */
export const errors = {
  'lesson-not-found': {
    title: 'This lesson is no longer there',
    why: 'Its folder {id} was moved or deleted.',
    todo: 'Put the folder back, or open the lesson’s file again.',
  },
  'lesson-changed': {
    title: 'The lesson “{title}” was changed elsewhere',
    why: 'Another window has saved it meanwhile. What it saved is kept.',
    todo: 'Go on from what was saved there, and repeat your change.',
  },
  'lesson-chapterless': {
    title: 'The lesson “{title}” has no chapters',
    why: 'Without a chapter there is nothing to read in it.',
    todo: 'Tick at least one chapter.',
  },
  'lesson-data-kind': {
    title: '{name} cannot be part of a lesson',
    why: 'Somebody’s handwriting stays on this computer: only imported data sets go out with a lesson. MNIST and the synthetic data set are named in it, since every studio has them.',
    todo: 'Take it out of the lesson, or export the handwriting by itself.',
  },
  'lesson-too-large': {
    title: 'The lesson is too large for one file',
    why: 'It comes to {megabytes} MB; {limit} MB are allowed.',
    todo: 'Take a data set or a model out of it.',
  },
  'lesson-file-other': {
    title: '{file} is no lesson',
    why: 'A lesson’s file is a zip with lesson.json in it, and this is something else.',
    todo: 'Choose a file that was saved on a lesson’s page.',
  },
  'lesson-file-damaged': {
    title: '{file} is damaged',
    why: '{inside} in it is missing, incomplete or not what was written.',
    todo: 'Ask for the file again. Nothing was changed here.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
