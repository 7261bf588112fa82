import { computed, ref } from 'vue';
import type { Optimizer, OptimizerName } from '../../../../shared/contract/schemas/recipe.ts';
import { kerasOptimizer } from '../../../stores/draft-fields.ts';
import { t } from '../../../i18n/index.ts';

/** In the order in which one grew out of the other. */
export const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;

/** The powers of ten that learning rates are chosen from, and how finely. */
export const RATES = { min: -4, max: 1, step: 0.1 };

/** 10 to the power of a slider's value, with two digits. */
const rateAt = (power: number): number => Number((10 ** power).toPrecision(2));

/** The optimizer that is looked at, each with a learning rate of its own: Keras's, until the reader moves it. */
export function useOptimizer() {
  const name = ref<OptimizerName>('adam');
  const rates = ref(
    Object.fromEntries(OPTIMIZERS.map((one) => [one, kerasOptimizer(one).learningRate])) as Record<
      OptimizerName,
      number
    >,
  );
  const specOf = (one: OptimizerName): Optimizer => ({ ...kerasOptimizer(one), learningRate: rates.value[one] });
  const spec = computed(() => specOf(name.value));
  const power = computed({
    get: () => Math.log10(rates.value[name.value]),
    set: (value) => (rates.value = { ...rates.value, [name.value]: rateAt(value) }),
  });
  const options = computed(() => OPTIMIZERS.map((value) => ({ value, label: t(`recipe.optimizers.${value}`) })));
  return { name, spec, specOf, rates, power, options };
}
