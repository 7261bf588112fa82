import { AppError } from '../../../shared/contract/errors.ts';

/** TensorFlow's own words for an op that it does not have, in a graph and op by op. */
const MISSING =
  /Op type not registered '(\w+)'|'(\w+)' is neither a type of a primitive operation|No OpKernel was registered to support Op '(\w+)'/;

/** Runs `work`; what TensorFlow says of an op that it lacks becomes `op-missing` {op}. Other errors pass. */
export function naming<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const match = thrown instanceof Error ? MISSING.exec(thrown.message) : null;
    const op = match?.slice(1).find((name) => name !== undefined);
    throw op === undefined ? thrown : new AppError('op-missing', { op }, thrown);
  }
}
