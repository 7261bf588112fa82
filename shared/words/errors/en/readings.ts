import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Pictures and drawings that a model is to read. */
export const errors = {
  'image-unreadable': {
    title: '{file} is not a picture',
    why: 'Its content is none of the kinds that are read: PNG, JPEG, WebP, GIF, BMP, TIFF, and where pages are read, PDF.',
    todo: 'Choose a picture, or save it as one of these kinds.',
  },
  'image-other-kind': {
    title: '{file} is a picture of a kind that is not read',
    why: 'It is {kind}. PNG, JPEG, WebP, GIF, BMP and TIFF are read.',
    todo: 'Save it as PNG or JPEG and try again.',
  },
  'image-truncated': {
    title: '{file} ends too early',
    why: 'A part of the picture is missing.',
    todo: 'Copy or download it again.',
  },
  'image-damaged': {
    title: '{file} is damaged',
    why: 'Its content does not match its own checksums or rules, so the pixels cannot be trusted.',
    todo: 'Copy or download it again.',
  },
  'image-too-large': {
    title: '{file} has too many pixels',
    why: 'By its header it is {width} × {height} pixels; up to {limit} million pixels are read.',
    todo: 'Make the picture smaller, or cut out the part that matters.',
  },
  'no-ink': {
    title: 'There is no ink in {file}',
    why: 'No stroke stands out from the paper.',
    todo: 'Choose a picture with something written on it, or one with more contrast.',
  },
  'reader-crashed': {
    title: 'The file could not be read',
    why: 'The process that reads files ended while it read this one. Nothing else is affected.',
    todo: 'The file may be damaged. Save it again, or choose another one.',
  },
  'reader-timeout': {
    title: 'Reading the file took too long',
    why: 'After {seconds} seconds it was given up.',
    todo: 'Make the file smaller, or choose another one.',
  },
  'drawing-invalid': {
    title: 'This drawing cannot be read',
    why: 'It has no strokes, or a point is not a number (stroke {stroke}, point {point}).',
    todo: 'Clear the pad and draw again.',
  },
  'strokes-unreadable': {
    title: '{file} is not a file of strokes',
    why: 'Line {line} is not valid JSON.',
    todo: 'Give drawings as JSON: [[[[x, y], …], …], …], or one drawing a line (ndjson).',
  },
  'strokes-none': {
    title: 'There are no drawings in {file}',
    why: 'The list of drawings is empty.',
    todo: 'Choose another file.',
  },
  'strokes-other': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing} is not a list of strokes.',
    todo: 'Give each drawing as [[[x, y], …], …] or as an object with “strokes”.',
  },
  'stroke-other': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing}, stroke {stroke} is not a list of points.',
    todo: 'Give each stroke as [[x, y], …].',
  },
  'point-other': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing}, stroke {stroke}, point {point} is not two numbers: {found} stands there.',
    todo: 'Correct that point, or leave it out.',
  },
  'point-too-large': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing}, stroke {stroke}, point {point} is too far from the others: the numbers are too large.',
    todo: 'Correct that point, or leave it out.',
  },
  'idx-is-labels': {
    title: '{file} is a file of labels',
    why: 'It holds the names of images, not the images themselves.',
    todo: 'Choose the file of images that belongs to it.',
  },
  'code-length': {
    title: 'There is no such code',
    why: 'No code of {length} signs is checked by the rule {check}.',
    todo: 'Choose another length, or no rule.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
