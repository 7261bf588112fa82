import type { paperCalls } from '../../../shared/contract/calls/paper.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import { countPartsAt, makeSheet, readSheetAt } from '../../services/paper/paper.ts';
import type { ServiceSet } from '../service-set.ts';

/** Sheets to write on. The reader process does the work: fonts and photographs are files from outside. */
export const paperHandlers = ({ reader }: ServiceSet, files: FileHandles): Handlers<typeof paperCalls> => ({
  'paper.sheet': (wish, { signal }) => makeSheet(reader, wish, signal),
  'paper.parts': ({ handle }, { signal }) => countPartsAt(reader, files.path(handle), signal),
  'paper.read': ({ handle, hand, part }, { signal }) =>
    readSheetAt(reader, files.path(handle), { hand: hand ?? null, part }, signal),
});
