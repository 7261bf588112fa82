import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Models for other programs. */
export const errors = {
  'export-weights': {
    title: '{format} cannot hold {weights} weights',
    why: 'It has no form for such numbers in which the model would stay the same function.',
    todo: 'Choose other weights, or another format: ONNX, SavedModel, TensorFlow.js and HTML hold all of them.',
  },
  'export-differs': {
    title: 'The export reads otherwise than the model',
    why: 'Read again as {format}, a probability was off by {difference}, and {differ} of the answers were others. Nothing was kept of it.',
    todo: 'Choose another format, and send a report: this is a fault of the studio.',
  },
  'export-unread': {
    title: 'The export cannot be read again',
    why: 'What reads {format} refused it: {reason}. Nothing was kept of it.',
    todo: 'Try again with other programs closed; if it fails again, choose another format and send a report.',
  },
  'export-too-large': {
    title: 'This export is too large for the window',
    why: 'It comes to {megabytes} MB; at most {limit} MB are taken here.',
    todo: 'Use `export` in a terminal.',
  },
  'export-exists': {
    title: '{path} is there already',
    why: 'An export writes over nothing unless it is told to.',
    todo: 'Choose another name, or add --force to replace it.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
