import path from 'node:path';
import { DIGITS } from '../../../../shared/task/digits.ts';
import { scratchFolder, writePrepared } from '../prepared.ts';
import { drawSynthetic, GENERATOR_VERSION, SYNTHETIC } from '../synthetic.ts';
import type { DatasetSource } from './source.ts';

const ABOUT = { id: 'synthetic', name: 'synthetic', kind: 'synthetic', task: DIGITS, framing: 'centred' } as const;

/** The digits that the studio draws itself, when they are first needed. */
export function syntheticSource(storage: string, now: () => number): DatasetSource {
  const { trainCount, testCount } = SYNTHETIC;
  return {
    has: (id) => id === 'synthetic',
    ids: async () => ['synthetic'],
    isCurrent: ({ stamp }) => stamp === GENERATOR_VERSION,
    facts: async (_, prepared) => ({ ...ABOUT, trainCount, testCount, origin: null, available: prepared !== null }),
    making: async () => ({
      task: 'generate',
      async work({ signal, progress }) {
        const content = await drawSynthetic({ signal, onProgress: (share) => progress({ progress: share }) });
        const about = { ...ABOUT, origin: 'generator', stamp: GENERATOR_VERSION, createdAt: now() };
        return writePrepared(path.join(storage, 'datasets', 'synthetic'), scratchFolder(storage), content, about);
      },
    }),
    forget: async () => 'absent',
  };
}
