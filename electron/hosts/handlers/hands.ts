import type { Handlers } from '../../../shared/contract/define.ts';
import type { handsCalls } from '../../../shared/contract/calls/hands.ts';
import { AppError } from '../../../shared/contract/errors.ts';

const unsupported = (): never => {
  throw new AppError('unsupported');
};

/** Hands: see shared/contract/calls/hands.ts. */
export function handsHandlers(): Handlers<typeof handsCalls> {
  return {
    'hands.list': unsupported,
    'hands.get': unsupported,
    'hands.ink': unsupported,
    'hands.create': unsupported,
    'hands.update': unsupported,
    'hands.remove': unsupported,
    'hands.restoreHand': unsupported,
    'hands.add': unsupported,
    'hands.relabel': unsupported,
    'hands.delete': unsupported,
    'hands.restore': unsupported,
    'hands.import': unsupported,
    'hands.export': unsupported,
  };
}
