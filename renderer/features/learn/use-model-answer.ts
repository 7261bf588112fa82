import { onScopeDispose, watch } from 'vue';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { useEngine } from '../../stores/engine.ts';
import { createLatest } from '../../stores/latest.ts';
import { useLearn } from '../../stores/learn.ts';

/** What every question is about: the model, and the reader's image. */
export interface ModelAndImage {
  readonly model: ModelRef;
  readonly image: Uint8Array<ArrayBuffer>;
}

/**
 * What the trainer answers about the model and the reader's image, asked for anew as they or the question change; an answer stays
 * until the next one is there. `question` is null where there is nothing to ask. `subject` names what it is about: what was answered
 * about another one is dropped at once.
 */
export function useModelAnswer<Question extends object, Answer>(
  { question, subject }: { question: () => Question | null; subject: () => string | undefined },
  answerTo: (asked: Question & ModelAndImage, signal: CancelSignal) => Promise<Answer>,
) {
  const engine = useEngine();
  const learn = useLearn();
  const { answer, error, ask, forget } = createLatest(answerTo);
  watch(
    [() => learn.card?.weightsSha256, subject, () => learn.image, question, () => engine.unusable] as const,
    ([weights, about, image, own, unusable], [weightsBefore, aboutBefore]) => {
      if (weights !== weightsBefore || about !== aboutBefore) forget();
      if (weights !== undefined && own !== null && !unusable) ask({ ...own, model: learn.model, image });
    },
    { immediate: true },
  );
  onScopeDispose(forget);
  return { answer, error };
}
