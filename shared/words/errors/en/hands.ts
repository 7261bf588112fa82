import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Hands, their sittings and drawings. */
export const errors = {
  'hand-not-found': {
    title: 'This hand can no longer be found',
    why: 'It was removed, or there is none called: {id}',
    todo: 'Choose another hand, or create one.',
  },
  'hand-name-taken': {
    title: 'There is a hand called “{name}” already',
    why: 'Hands are told apart by their names.',
    todo: 'Choose another name.',
  },
  'hand-name-shared': {
    title: 'Several hands are called “{name}”',
    why: 'The name alone does not say which one is meant.',
    todo: 'Rename one of them, or name it by its id.',
  },
  'hand-empty': {
    title: 'The hand “{name}” has no drawings yet',
    why: 'There is nothing to train on or to test with.',
    todo: 'Write some signs first, or import them.',
  },
  'hand-full': {
    title: 'The hand is full',
    why: 'A hand holds {most} drawings at most, and these would be more. None of them was added.',
    todo: 'Begin another hand: several can be trained on together.',
  },
  'hand-class-unknown': {
    title: 'The hand has no sign “{name}”',
    why: 'Drawings are labelled with the signs of “{hand}”, and this is none of them; it may have been renamed.',
    todo: 'Add the sign to the hand, or choose one that it has.',
  },
  'hand-class-used': {
    title: 'The sign “{name}” still has drawings',
    why: 'It is the label of {count} drawings, which would have none without it.',
    todo: 'Delete these drawings or give them another label first.',
  },
  'hand-no-strokes': {
    title: 'The hand “{name}” has no strokes to export',
    why: 'Its drawings came from paper: there are images of them, but no record of how the pen moved.',
    todo: 'Export it as IDX or as pictures.',
  },
  'sitting-not-found': {
    title: 'This sitting is no longer there',
    why: 'Its file was removed from the hand’s folder: {id}',
    todo: 'Begin a new sitting; what you have written before is kept.',
  },
  'sample-not-found': {
    title: 'A drawing is no longer there',
    why: 'The hand has no drawing {id}. Nothing was changed.',
    todo: 'Open the hand again to see what it has.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
