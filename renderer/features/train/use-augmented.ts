import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import type { AugmentRequest } from '../../../shared/contract/schemas/augmented.ts';
import { imageBytes } from '../../../shared/data/labelled-images.ts';
import { useEngine } from '../../stores/engine.ts';
import { useHost } from '../../stores/host.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import type { PlainSample } from './AugmentedSamples.vue';
import { draftSample } from './draft-sample.ts';
import { someOfEach } from './some-of-each.ts';

const [SAMPLES, DRAWS] = [10, 3];
/** The trainer is asked when nothing has changed for so long, milliseconds. */
const STILL = 150;

/** Some of the draft's images, and what its augmentation makes of them in some training steps: drawn by the trainer itself. */
export function useAugmented() {
  const host = useHost();
  const engine = useEngine();
  const draft = useTrainDraft();

  /** The first step that is shown. */
  const first = ref(1);
  const drawn = shallowRef<readonly (readonly Uint8Array[])[]>([]);
  const error = shallowRef<ErrorData | null>(null);
  const asked = ref(false);
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Of each class one, as far as they go; null while they are on their way. */
  const samples = computed<readonly PlainSample[] | null>(() => {
    const { previews, chosen, task, transforms } = draft;
    if (draft.dataError !== null || !chosen.every((id) => previews.shown.has(id))) return null;
    const { images, labels, sources, height, width } = draftSample(previews.shown, task, transforms);
    const taken = [...labels.keys()].filter((at) => {
      const { dataset, place } = sources[at]!;
      return !transforms?.leaveOut?.[dataset]?.includes(place);
    });
    const some = someOfEach(
      taken,
      (at) => labels[at]!,
      (a, b) => a - b,
      SAMPLES,
    );
    const size = imageBytes(task);
    return some.map((at) => ({
      label: task.classes[labels[at]!]!,
      image: images.subarray(at * size, (at + 1) * size),
      ...{ height, width },
    }));
  });
  const request = computed<AugmentRequest | null>(() => {
    if (samples.value === null || samples.value.length === 0) return null;
    const size = imageBytes(draft.task);
    const images = new Uint8Array(samples.value.length * size);
    samples.value.forEach(({ image }, i) => images.set(image, i * size));
    const { augmentation, seed } = draft.recipe;
    return { inputShape: draft.task.inputShape, images, augmentation, seed, firstStep: first.value, draws: DRAWS };
  });

  async function ask(question: AugmentRequest): Promise<void> {
    const own = (asking = new AbortController());
    try {
      const { images } = await host.call('engine.augment', question, { signal: own.signal });
      if (asking === own) [drawn.value, error.value] = [partsOf(images, question), null];
    } catch (thrown) {
      const data = toErrorData(thrown);
      if (asking === own && data.code !== 'cancelled') [drawn.value, error.value] = [[], data];
    } finally {
      if (asking === own) asked.value = false;
    }
  }

  function stop(): void {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
    asked.value = false;
  }

  watch(
    () => [JSON.stringify({ ...request.value, images: null }), samples.value, engine.unusable] as const,
    ([, now, unusable], before) => {
      stop();
      if (now !== before?.[1]) drawn.value = [];
      if (request.value === null || unusable) return;
      asked.value = true;
      timer = setTimeout(() => void ask(request.value!), STILL);
    },
    { immediate: true },
  );
  onScopeDispose(stop);

  const others = (): void => void (first.value += DRAWS);
  return { samples, drawn, error, asked, others };
}

/** The images of an answer: for each draw one of each sample. */
function partsOf(images: Uint8Array, { inputShape, images: asked, draws }: AugmentRequest): Uint8Array[][] {
  const size = imageBytes({ inputShape });
  const count = asked.length / size;
  const at = (place: number): Uint8Array => images.subarray(place * size, (place + 1) * size);
  return Array.from({ length: draws }, (_, draw) => Array.from({ length: count }, (__, i) => at(draw * count + i)));
}
