import { computed, ref, watch } from 'vue';
import type { Optimizer } from '../../../../shared/contract/schemas/recipe.ts';
import { floatsFromBytes } from '../../../../shared/data/number-bytes.ts';
import { stepOf, type WeightState } from '../../../../shared/learn/optimizer-rule.ts';
import { useHost } from '../../../stores/host.ts';
import { useLearn } from '../../../stores/learn.ts';
import { strongestOf } from '../cells.ts';
import { named } from '../own-names.ts';
import { inPath } from '../use-layer-numbers.ts';
import { useModelAnswer } from '../use-model-answer.ts';
import { useWeightPlace } from '../use-weight-place.ts';
import { laidAs } from '../weight-layout.ts';

/**
 * One real step of an optimizer on the reader's image. The trainer gives a layer's weights before it, their gradients and what the
 * optimizer has kept of them; what the step makes of these is computed here, so that it follows the learning rate at once.
 */
export function useOptimizerStep(spec: () => Optimizer, label: () => number | null) {
  const host = useHost();
  const learn = useLearn();
  /** Those that training changes; blocks by their layers. */
  const all = computed(() => learn.layers.filter(({ info }) => info.trainable > 0 && info.layers.length === 0));
  const wished = ref<string | null>(null);
  /** Null: the last one. */
  const standing = computed(() => all.value.find(({ info }) => info.name === wished.value) ?? all.value.at(-1) ?? null);
  const layer = computed({ get: () => standing.value?.info.name ?? '', set: (name) => (wished.value = name) });
  const steps = ref(1);

  const { answer, error } = useModelAnswer(
    {
      question: () => {
        const [path, right] = [inPath(standing.value?.path ?? null), label()];
        return path === null || right === null
          ? null
          : { ...path, label: right, optimizer: spec(), steps: steps.value };
      },
      subject: () => `${standing.value?.path.join('.') ?? ''} ${spec().name} ${steps.value}`,
    },
    async (asked, signal) => {
      const told = await host.call('models.step', asked, { signal });
      const weights = named(told.weights).map(({ path, name, shape, before, gradient, slots }) => ({
        ...{ path, name, shape, before: floatsFromBytes(before), gradient: floatsFromBytes(gradient) },
        slots: Object.fromEntries(slots.map((slot) => [slot.name, floatsFromBytes(slot.before)])),
      }));
      // Fewer steps than were asked for where the loss ran away.
      const taken = told.losses.length - 1;
      return { losses: told.losses, weights, t: taken, label: asked.label };
    },
  );
  const choice = useWeightPlace(
    () => standing.value,
    () => answer.value?.weights ?? [],
  );
  const { tensor, layout, index, place, unit } = choice;
  const numbers = computed(() => answer.value?.weights.find(({ path }) => path === tensor.value?.path) ?? null);

  const stateAt = (i: number): WeightState => {
    const { before, gradient, slots, shape } = numbers.value!;
    return {
      ...{ w: before[i] ?? 0, g: gradient[i] ?? 0, m: slots['momentum']?.[i] ?? 0, v: slots['velocity']?.[i] ?? 0 },
      ...{ t: answer.value!.t, decays: shape.length > 1 },
    };
  };
  const state = computed(() => (numbers.value ? stateAt(index.value) : null));
  const step = computed(() => state.value && stepOf(spec(), state.value));
  /** What is in the picture: before, gradient, after, and how far each weight moves. */
  const pictures = computed(() => {
    if (numbers.value === null || layout.value === null) return null;
    const after = layout.value.indices.map((i) => stepOf(spec(), stateAt(i)).w);
    const before = laidAs(layout.value, numbers.value.before);
    return {
      ...{ before, gradient: laidAs(layout.value, numbers.value.gradient), after: Float32Array.from(after) },
      change: Float32Array.from(after, (w, i) => w - before[i]!),
    };
  });
  const isLast = computed(() => standing.value !== null && standing.value === learn.layers.at(-1));
  // Where another layer is looked at: the right class's weights, and of those the one that matters most.
  watch(
    () => numbers.value && standing.value?.path.join('.'),
    () => {
      if (answer.value === null) return;
      unit.value = isLast.value ? answer.value.label : 0;
      if (layout.value && pictures.value)
        place.value = strongestOf(pictures.value.gradient.map(Math.abs), layout.value);
    },
    { immediate: true },
  );
  return { all, layer, isLast, steps, answer, error, choice, state, step, pictures };
}
