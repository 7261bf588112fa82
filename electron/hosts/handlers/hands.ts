import { basename } from 'node:path';
import { zipSync } from 'fflate';
import type { handsCalls } from '../../../shared/contract/calls/hands.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import { exportHand, type HandFiles } from '../../services/hands/export-hand.ts';
import { importHand } from '../../services/hands/import-hand.ts';
import type { ServiceSet } from '../service-set.ts';

/** Hands: see shared/contract/calls/hands.ts. */
export function handsHandlers(
  { hands, datasets, reader }: Pick<ServiceSet, 'hands' | 'datasets' | 'reader'>,
  files: FileHandles,
): Handlers<typeof handsCalls> {
  return {
    'hands.list': () => hands.list(),
    'hands.get': ({ id }) => hands.get(id),
    'hands.ink': ({ id, samples }) => hands.ink(id, samples),
    'hands.create': ({ name, classes, frame }) => hands.create(name, classes, frame),
    'hands.update': ({ id, ...change }) => hands.update(id, change),
    // A hand goes as its data set does: not while a run needs it.
    'hands.remove': async ({ id }) => {
      await hands.mustBe(id);
      await datasets.remove(id);
      return null;
    },
    'hands.restoreHand': ({ id }) => hands.takeBack(id),
    'hands.add': ({ id, ...drawings }) => hands.add(id, drawings),
    'hands.relabel': ({ id, labels }) => hands.relabel(id, labels),
    'hands.delete': ({ id, samples }) => hands.delete(id, samples),
    'hands.restore': ({ id, samples }) => hands.restore(id, samples),
    'hands.import': async ({ handle, hand, name, sign }) => {
      const path = files.path(handle);
      const sources = { reader, imports: datasets.imports };
      const { mends, ...result } = await importHand(hands, sources, { path, file: basename(path), hand, name, sign });
      return { ...result, mends: [...mends] };
    },
    'hands.export': async ({ id, kind }) => oneFile(await exportHand(hands, id, kind)),
  };
}

/** Several files in a zip; one as it is. */
function oneFile({ name, files, leftOut }: HandFiles) {
  const [[path, only] = [], ...others] = [...files];
  if (path !== undefined && only && others.length === 0)
    return { name: `${name}.${path}`, bytes: new Uint8Array(only), leftOut };
  // Pictures are packed already.
  const level = [...files.keys()].some((each) => each.endsWith('.png')) ? 0 : 6;
  return { name: `${name}.zip`, bytes: new Uint8Array(zipSync(Object.fromEntries(files), { level })), leftOut };
}
