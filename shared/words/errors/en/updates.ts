import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Newer versions of the studio. */
export const errors = {
  'update-feed-none': {
    title: 'Nobody has said where to look for updates',
    why: 'This build of Inkstone names no address for them, and the settings name none either.',
    todo: 'Enter the address that Inkstone’s makers give.',
  },
  'update-feed-unreachable': {
    title: 'The list of releases cannot be read',
    why: 'Asking {server} came to nothing: {reason}',
    todo: 'Check the connection and the address, then look again.',
  },
  'update-feed-invalid': {
    title: 'The list of releases is not understood',
    why: 'Something in it is not as it should be: {reason}',
    todo: 'Check the address. If it is right, this version may be too old to read the list: get the new one where you got this one.',
  },
  'update-feed-unsigned': {
    title: 'The list of releases is not signed by Inkstone’s makers',
    why: 'No signature of a key that this program knows fits it. Someone may have changed it, or it was being replaced while it was read.',
    todo: 'Look again in a few minutes. If it stays so, do not install anything from there.',
  },
  'update-feed-expired': {
    title: 'The list of releases is out of date',
    why: 'It was good until {date}. Its server may have been left behind, or this computer’s clock is wrong.',
    todo: 'Check the date of this computer, or look again later.',
  },
  'update-feed-older': {
    title: 'The list of releases is older than one seen before',
    why: 'It was signed on {date}, the last one on {seen}. Someone may be hiding a newer release.',
    todo: 'Look again later. If it stays so, tell Inkstone’s makers.',
  },
  'update-download-failed': {
    title: 'Inkstone {version} could not be downloaded',
    why: 'Asking {server} came to nothing: {reason}',
    todo: 'Try again when the connection is back: what has come is kept.',
  },
  'update-damaged': {
    title: 'The file of Inkstone {version} is not the one that was signed',
    why: 'Its content differs from what Inkstone’s makers have signed. It has been deleted.',
    todo: 'Download it again. If it stays so, do not install it from there.',
  },
  'update-disk-space': {
    title: 'There is not enough room for the update',
    why: '{needed} GB are needed in {folder}, but only {free} GB are free.',
    todo: 'Free some space, then try again.',
  },
  'update-install-failed': {
    title: 'The update was not installed',
    why: 'The system answered: {reason}',
    todo: 'Install the file by hand: {file}',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
