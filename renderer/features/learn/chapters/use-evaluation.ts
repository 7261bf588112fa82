import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../../shared/contract/errors.ts';
import type { EvaluatedAnswers } from '../../../../shared/contract/schemas/evaluated-answers.ts';
import type { EvaluationId } from '../../../../shared/contract/schemas/evaluation.ts';
import { floatsFromBytes, placesFromBytes } from '../../../../shared/data/number-bytes.ts';
import type { Answers, GivenLabels } from '../../../../shared/evaluation/answers.ts';
import { judge, readAnswers, sureAt } from '../../../../shared/learn/judged.ts';
import { useDatasets } from '../../../stores/datasets.ts';
import { useEvaluations } from '../../../stores/evaluations.ts';
import { useHost } from '../../../stores/host.ts';
import { createLatest } from '../../../stores/latest.ts';
import { useLearn } from '../../../stores/learn.ts';
import { useLongWork } from '../../evaluate/use-long-work.ts';
import { isFor } from '../data-for-model.ts';

/** The model's answers to an evaluation's images, judged at a temperature and a threshold; or a way to have some read. */
export function useEvaluation() {
  const host = useHost();
  const learn = useLearn();
  const datasets = useDatasets();
  const evaluations = useEvaluations();

  /** Of this very model, its weights as they are; newest first. */
  const own = computed(() =>
    evaluations.list.filter(
      ({ model }) => model.ref === learn.model && model.weightsSha256 === learn.card?.weightsSha256,
    ),
  );
  const wished = ref<EvaluationId | null>(null);
  const chosen = computed({
    get: () => own.value.find(({ id }) => id === wished.value) ?? own.value[0] ?? null,
    set: (info) => (wished.value = info?.id ?? null),
  });
  /** Test images that could be read where nothing was as yet: of a data set on this machine that the model has the classes of. */
  const readable = computed(() => {
    const { card } = learn;
    if (card === null) return null;
    const counted = (count: number, kind: string): boolean => count > 0 || kind === 'synthetic';
    return datasets.list.find((one) => isFor(card.task)(one) && counted(one.testCount, one.kind)) ?? null;
  });

  const work = useLongWork();
  const readImages = (): Promise<void> =>
    work.begin(async (ticket, signal) => {
      const { id } = readable.value!;
      const info = await evaluations.start({ model: learn.model, dataset: id, part: 'test' }, ticket, signal);
      if (!signal.aborted) wished.value = info.id;
    });
  // What goes is of the model that was looked at.
  watch(() => learn.model, work.cancel);

  const {
    answer,
    error: fault,
    ask,
    forget,
  } = createLatest<EvaluationId, EvaluatedAnswers>((id, signal) =>
    host.call('evaluations.answers', { id }, { signal }),
  );
  const failed = shallowRef<ErrorData | null>(null);
  watch(
    () => chosen.value?.id ?? null,
    (id) => {
      forget();
      failed.value = null;
      if (id !== null) ask(id);
    },
    { immediate: true },
  );
  onScopeDispose(forget);
  const answers = computed<Answers | null>(() =>
    answer.value === null
      ? null
      : {
          ...{ count: answer.value.count, classes: answer.value.classes, known: null },
          logits: floatsFromBytes(answer.value.logits),
        },
  );
  const labels = computed<GivenLabels>(() =>
    Int32Array.from(placesFromBytes(answer.value?.labels ?? new Uint8Array())),
  );

  const temperature = ref(1);
  const threshold = ref(0);
  watch(
    () => learn.card?.weightsSha256,
    () => ([temperature.value, threshold.value] = [learn.card?.temperature ?? 1, 0]),
    { immediate: true },
  );
  const read = computed(() => (answers.value === null ? null : readAnswers(answers.value, labels.value)));
  const sure = computed(() => (read.value === null ? null : sureAt(read.value, temperature.value)));
  const judged = computed(() =>
    read.value === null || sure.value === null ? null : judge(read.value, sure.value, threshold.value),
  );
  /** Of all images that count, so many are told. */
  const told = computed(() => (answer.value === null ? null : { count: answer.value.count, of: answer.value.of }));
  const error = computed(() => fault.value ?? failed.value);
  async function remove(): Promise<void> {
    const stale = chosen.value;
    if (stale === null) return;
    await evaluations.remove(stale.id).catch((thrown: unknown) => (failed.value = toErrorData(thrown)));
  }
  return { own, chosen, readable, work, readImages, judged, told, temperature, threshold, error, remove };
}
