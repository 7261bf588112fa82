import type { evaluationsCalls } from '../../../shared/contract/calls/evaluations.ts';
import type { correctionsCalls } from '../../../shared/contract/calls/corrections.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';

type Lab = Pick<Handlers<HostCalls>, keyof typeof evaluationsCalls | keyof typeof correctionsCalls>;

const refuse = (): never => {
  throw new AppError('unsupported');
};

export const labHandlers = (): Lab => ({
  'evaluations.list': () => [],
  'evaluations.start': refuse,
  'evaluations.get': refuse,
  'evaluations.remove': refuse,
  'evaluations.images': refuse,
  'evaluations.image': refuse,
  'evaluations.explain': refuse,
  'evaluations.neighbours': refuse,
  'evaluations.others': refuse,
  'evaluations.compare': refuse,
  'evaluations.robustness': refuse,
  'evaluations.export': refuse,
  'corrections.get': refuse,
  'corrections.apply': refuse,
  'corrections.undo': refuse,
  'corrections.reset': refuse,
  'corrections.suspects': refuse,
  'datasets.images': refuse,
});
