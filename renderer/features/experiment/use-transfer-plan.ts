import { shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { TransferPlan, TransferRequest } from '../../../shared/contract/schemas/experiment.ts';
import { useHost } from '../../stores/host.ts';

/** The host's plan for an experiment, kept up to date; null while nothing is asked or no answer is there. */
export function useTransferPlan(question: () => TransferRequest | null): {
  readonly plan: Readonly<ShallowRef<TransferPlan | null>>;
  /** Why there is none. */
  readonly error: Readonly<ShallowRef<ErrorData | null>>;
} {
  const host = useHost();
  const plan = shallowRef<TransferPlan | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  let asked = 0;
  watch(
    () => (host.connected ? JSON.stringify(question()) : null),
    async () => {
      const own = ++asked;
      const input = host.connected ? question() : null;
      const [answer, thrown] = await (input === null
        ? [null, null]
        : host.call('experiments.plan', input).then(known, unknown));
      if (own === asked) [plan.value, error.value] = [answer, thrown];
    },
    { immediate: true },
  );
  return { plan, error };
}

const known = (plan: TransferPlan): [TransferPlan, null] => [plan, null];
const unknown = (thrown: unknown): [null, ErrorData] => [null, toErrorData(thrown)];
