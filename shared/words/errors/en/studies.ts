import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

export const errors = {
  'study-not-found': {
    title: 'This study is no longer there',
    why: 'Its folder {id} was moved or deleted.',
    todo: 'Put the folder back, or start a new study.',
  },
  'study-not-running': {
    title: 'This study is not running',
    why: 'It has ended, or was paused meanwhile.',
    todo: 'Resume it if it should go on.',
  },
  'study-running': {
    title: 'This study is running',
    why: 'That needs a study that does not run.',
    todo: 'Pause it first.',
  },
  'study-held': {
    title: 'Another window or terminal runs this study',
    why: 'The process {pid} has it. Two at once would try the same settings twice.',
    todo: 'Pause it there, or wait until it has ended.',
  },
  'study-damaged': {
    title: 'The record of this study is damaged',
    why: 'Its trials do not fit what is searched: trials.jsonl was changed, or belongs to another study.',
    todo: 'Put the right file back from a copy, or start a new study.',
  },
  'trial-not-found': {
    title: 'There is no such trial',
    why: 'The study has no trial {number}.',
    todo: 'Choose one of its trials.',
  },
  'trial-none-finished': {
    title: 'No trial has finished yet',
    why: 'Settings are only taken from trials that have finished; trials that diverged or were pruned do not count.',
    todo: 'Wait for one, or widen what is searched.',
  },
  'trial-worker-lost': {
    title: 'The workers that had this trial were lost',
    why: 'Several workers ended while they trained it, without a word.',
    todo: 'Look at the workers: a machine may have too little memory for these settings.',
  },
  'space-invalid': {
    title: 'What is to be searched is not valid',
    why: 'The entry {path} cannot be used ({reason}).',
    todo: 'Correct this entry of the search space.',
  },
  'space-too-large': {
    title: 'The grid is too large',
    why: 'It has more than {most} combinations of settings.',
    todo: 'Search fewer values, or choose random or TPE.',
  },
  'search-unvalidated': {
    title: 'A search needs validation images',
    why: 'Settings are compared by their validation; this recipe sets no images aside for it.',
    todo: 'Choose a validation split.',
  },
  'search-unpruned': {
    title: 'ASHA cannot prune this search',
    why: 'It compares trials after each epoch by one objective: validation accuracy or validation loss.',
    todo: 'Choose one of these as the only objective, or no pruning.',
  },
  'search-tuning-queued': {
    title: 'A fine-tune is searched on this machine alone',
    why: 'The workers of a queue do not have the model that it goes on from.',
    todo: 'Search without a queue.',
  },
  'queue-unreachable': {
    title: 'The queue cannot be reached',
    why: 'Nothing answers as Redis or Valkey at {address}.',
    todo: 'Check that the server runs and that this address is right.',
  },
  'queue-refused': {
    title: 'The queue refuses this program',
    why: 'The server at {address} answers: {reason}',
    todo: 'Check the password (INKSTONE_QUEUE_PASSWORD), the rights of its user, and that the server has memory left and takes writes.',
  },
  'queue-garbled': {
    title: 'What came from the queue cannot be used',
    why: '{what} is damaged, too large, or not what Inkstone writes.',
    todo: 'Check that workers and studio have the same version, and that nothing else writes to this queue.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
