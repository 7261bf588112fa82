import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Sheets to write on, and photographs of them. */
export const errors = {
  'sheet-not-found': {
    title: 'No sheet was found in {file}',
    why: 'None of the four square marks in a sheet’s corners was found: it shows something else, or is too blurred or too dark.',
    todo: 'Photograph the whole sheet from above, sharp and in good light.',
  },
  'sheet-cut-off': {
    title: 'Only a part of the sheet is in {file}',
    why: '{corners} of the four corner marks were found. Without all four, the place of each box is unknown.',
    todo: 'Take the picture again with all four corners in it; nothing may lie on them.',
  },
  'pdf-damaged': {
    title: '{file} is damaged',
    why: 'No pages can be found in this PDF: it is cut off, or was changed on its way.',
    todo: 'Scan or copy it again; or open it in another program and save its pages as PNG or JPEG.',
  },
  'pdf-page-damaged': {
    title: 'Page {page} of {file} cannot be read',
    why: 'What is on this page is damaged, is missing, or takes too much memory. The file’s other pages are read.',
    todo: 'Scan this page again, or save it as PNG or JPEG in another program.',
  },
  'pdf-protected': {
    title: '{file} is protected by a password',
    why: 'Without it nobody can open this PDF, and Inkstone asks for none.',
    todo: 'Open it in another program and save it without protection, or its pages as PNG or JPEG.',
  },
  'scans-too-many': {
    title: 'There are too many pages in {file}',
    why: 'At most {most} pages of one file are read.',
    todo: 'Save the pages of the sheet alone, or part the file.',
  },
  'sheet-several': {
    title: 'There is more than one sheet in {file}',
    why: 'Which signs belong together would be a guess.',
    todo: 'Take a picture of each page by itself.',
  },
  'sheet-too-small': {
    title: 'The sheet in {file} has too few pixels',
    why: 'It is about {width} pixels wide; {needed} are needed for the signs to be clear.',
    todo: 'Take the picture from closer, or scan with more dots per inch, and send it unreduced.',
  },
  'sheet-unreadable': {
    title: 'The code on the sheet in {file} cannot be read',
    why: 'The corner marks were found, but the band of small squares between the lower two is blurred, covered, creased or cut.',
    todo: 'Lay the sheet flat, hold still, avoid reflections and take the picture again.',
  },
  'sheet-newer': {
    title: 'The sheet in {file} comes from a newer Inkstone',
    why: 'Its code has a form that this version does not know.',
    todo: 'Update Inkstone, or print a sheet with this version.',
  },
  'sheet-other-hand': {
    title: 'The sheet in {file} belongs to another hand',
    why: 'It was printed for a hand other than this one. Nothing was imported.',
    todo: 'Open that hand and import it there, or print a sheet for this one.',
  },
  'sheet-too-long': {
    title: 'The sheet would be too long',
    why: 'It would have {pages} pages; at most {limit} can be printed together.',
    todo: 'Choose fewer signs, or fewer boxes for each, and print the rest as another sheet.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
