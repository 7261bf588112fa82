import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** The general ones: what any part of the program may answer. */
export const errors = {
  internal: {
    title: 'Something went wrong inside Inkstone',
    why: 'A part of the program met a case it was not built for. Your runs and data are kept.',
    todo: 'Try again. If it happens again, copy the details and report them.',
  },
  'invalid-input': {
    title: 'This request could not be understood',
    why: 'A value is missing or out of range: {path} {reason}',
    todo: 'Check what you entered and try again.',
  },
  'not-found': {
    title: 'This can no longer be found',
    why: 'It was moved, renamed or deleted: {path}',
    todo: 'Go back and choose another one.',
  },
  cancelled: {
    title: 'Cancelled',
    why: 'You stopped it before it was done.',
    todo: 'Start it again whenever you like.',
  },
  busy: {
    title: 'Inkstone is busy',
    why: 'It is still working on what was asked for before.',
    todo: 'Wait a moment and try again.',
  },
  disconnected: {
    title: 'The connection to Inkstone is lost',
    why: 'The program behind this window does not answer. A run in progress may still be going.',
    todo: 'Inkstone reconnects by itself. If it does not, start it again: runs go on from their last checkpoint.',
  },
  'session-ended': {
    title: 'The studio was restarted',
    why: 'This tab belongs to one that has ended.',
    todo: 'Open the address that the studio printed when it started.',
  },
  unsupported: {
    title: 'This cannot be done here',
    why: 'This way of running Inkstone does not offer it.',
    todo: 'Use the desktop window, or do it by hand in the storage folder.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
