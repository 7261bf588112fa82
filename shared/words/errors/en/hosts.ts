import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** The window, the web host and what they save. */
export const errors = {
  'port-unavailable': {
    title: 'Port {port} cannot be used',
    why: 'Another program has it, or it is reserved.',
    todo: 'Choose another port, or none: a free one is found then.',
  },
  'dialog-unavailable': {
    title: 'No file dialog can be opened here',
    why: 'Inkstone is running in a browser, which keeps folders to itself.',
    todo: 'Drop the file into the window, or set INKSTONE_MNIST_DIR before starting.',
  },
  'handle-unknown': {
    title: 'This choice has expired',
    why: 'A chosen file or folder is remembered only until the window reconnects.',
    todo: 'Choose it again.',
  },
  'save-denied': {
    title: '“{name}” was not saved',
    why: 'The system lets Inkstone write no file there.',
    todo: 'Save it in another folder.',
  },
  'save-failed': {
    title: '“{name}” was not saved',
    why: 'The disk reported an error: {reason}',
    todo: 'Save it under another name or in another folder.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
