/** The licences of what the studio is made of. The texts themselves are in their makers' language. */
export const licences = {
  title: 'Licences',
  open: 'Licences…',
  note: 'Everything that comes with this program, and the terms that it is under.',
  search: 'Search by name or licence',
  none: 'Nothing of that name.',
  groups: {
    program: 'Inkstone and its libraries',
    native: 'Native libraries and runtimes',
    chromium: 'Parts of Chromium',
  },
} as const;
