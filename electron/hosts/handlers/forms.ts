import { batchesCalls } from '../../../shared/contract/calls/batches.ts';
import { formsCalls } from '../../../shared/contract/calls/forms.ts';
import type { HostCalls } from '../../../shared/contract/calls.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';

type Calls = Pick<Handlers<HostCalls>, keyof typeof formsCalls | keyof typeof batchesCalls>;

/** Templates and batches: the contract stands before what answers it. */
export function formsHandlers(): Calls {
  const names = Object.keys({ ...formsCalls, ...batchesCalls });
  const refuse = (call: string) => (): never => {
    throw new AppError('unsupported', { call });
  };
  return Object.fromEntries(names.map((name) => [name, refuse(name)])) as unknown as Calls;
}
