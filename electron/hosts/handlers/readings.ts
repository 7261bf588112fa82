import type { readingsCalls } from '../../../shared/contract/calls/readings.ts';
import type { CallInput, Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import { countPartsAt } from '../../services/paper/paper.ts';
import { learnLines, linesOfHands } from '../../services/readings/learn-lines.ts';
import { readerGain } from '../../services/readings/reader-gain.ts';
import type { ReadSource } from '../../services/readings/readings.ts';
import type { ServiceSet } from '../service-set.ts';

/** Lines of writing, in pictures and drawings. */
export function readingsHandlers(
  { batches, hands, models, reader, readings }: ServiceSet,
  files: FileHandles,
): Handlers<typeof readingsCalls> {
  const sourceOf = (source: CallInput<typeof readingsCalls, 'readings.read'>['source']): ReadSource =>
    'handle' in source
      ? { path: files.path(source.handle), part: source.part ?? 0 }
      : { strokes: source.strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const)) };
  return {
    'readings.parts': ({ handle }, { signal }) => countPartsAt(reader, files.path(handle), signal),
    'readings.read': ({ source, model, classic, looks, quarters, ...wish }, { signal }) =>
      readings.read(sourceOf(source), wish, { folder: models.folderOf(model), classic, looks, quarters }, signal),
    'readings.signs': ({ hand, name, pages }, { signal }) => {
      const known = pages.map(({ source, quarters, lines, ...wish }) => {
        return { source: sourceOf(source), quarters, lines, wish };
      });
      return learnLines(readings, hands, { hand, name, pages: known }, signal);
    },
    'readings.gain': ({ hands: ids, ...asked }, { signal }) =>
      readerGain(batches.read, linesOfHands(hands, ids), asked, signal),
  };
}
