import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Templates of forms, and batches of filled pages that are read with them. */
export const errors = {
  'form-not-found': {
    title: 'This form template is no longer there',
    why: 'Its folder {id} was moved or deleted.',
    todo: 'Put the folder back, or make the template anew.',
  },
  'form-changed': {
    title: 'The form template “{name}” was changed elsewhere',
    why: 'Another window has saved it meanwhile. What it saved is kept.',
    todo: 'Open the template again and repeat your change.',
  },
  'form-fieldless': {
    title: 'The form template “{name}” has no fields',
    why: 'Without a field there is nothing to read on a page.',
    todo: 'Draw a box around each place where people write.',
  },
  'form-scan-poor': {
    title: 'Too little is printed on {file}',
    why: 'A filled page is brought into place by the lines and words of the empty form. On this picture there are too few of them.',
    todo: 'Scan the whole empty form, with its lines and words, sharp and at 150 dots per inch or more.',
  },
  'form-scan-missing': {
    title: 'The scan of the empty form is missing',
    why: '{file} names {scan} as its scan, which is not beside it.',
    todo: 'Put the picture beside the file, or export the template again with its scan in it.',
  },
  'form-file-invalid': {
    title: '{file} is no form template',
    why: 'It is not what a template’s file holds: {reason}',
    todo: 'Choose a file that was exported from Inkstone, or correct it as docs/forms.md says.',
  },
  'page-other-form': {
    title: '{file} is not a page of this form',
    why: 'The lines and words of the empty form were not found on it: it is another form, cut off or too blurred.',
    todo: 'Scan the page again, or read it with the template of its own form.',
  },
  'batch-not-found': {
    title: 'This batch is no longer there',
    why: 'Its folder {id} was moved or deleted.',
    todo: 'Put the folder back, or read the pages again.',
  },
  'batch-not-running': {
    title: 'This batch is not being read',
    why: 'It has ended, or was paused meanwhile.',
    todo: 'Resume it if it should go on.',
  },
  'batch-running': {
    title: 'This batch is being read',
    why: 'That needs a batch that is at rest.',
    todo: 'Pause it first.',
  },
  'batch-held': {
    title: 'Another window or terminal reads this batch',
    why: 'The process {pid} has it. Two at once would read the same pages twice.',
    todo: 'Pause it there, or wait until it has ended.',
  },
  'batch-no-pages': {
    title: 'There are no pages to read',
    why: 'There is neither a picture nor a PDF or TIFF file in “{path}”.',
    todo: 'Choose the folder or the file that holds the scans.',
  },
  'table-too-long': {
    title: 'The table is too long for a spreadsheet',
    why: 'A sheet holds {most} rows, and this batch has more fields than that.',
    todo: 'Export it as CSV or JSON instead.',
  },
  'batch-page-not-found': {
    title: 'There is no such page',
    why: 'Page {page} of this batch was not read, or has no such field.',
    todo: 'Open the batch again to see the pages that it has.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
