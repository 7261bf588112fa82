import { computed, ref, shallowReactive, shallowRef } from 'vue';
import { toErrorData, type ErrorCode } from '../../../shared/contract/errors.ts';
import {
  EXPORT_WEIGHTS,
  exportFormatSchema,
  type ExportFormat,
  type ExportWeights,
  usualWeights,
} from '../../../shared/contract/schemas/export.ts';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { useExports, type ExportedModel } from '../../stores/exports.ts';
import { useModels } from '../../stores/models.ts';
import { useLongWork } from '../evaluate/use-long-work.ts';

/** Which model, and what it is called on screen. */
export interface ModelToExport {
  readonly ref: ModelRef;
  readonly name: string;
}

type ExportStep = 'choose' | 'make' | 'made';

/** Errors that a model meets in one format alone. */
const OF_FORMAT: readonly ErrorCode[] = ['export-weights', 'export-differs', 'export-unread', 'export-too-large'];
/** What is offered instead: first what most programs read. */
const OFFERED: readonly ExportFormat[] = ['onnx', 'savedmodel', ...exportFormatSchema.options];

/** The state of a model's export in the window: the format, the work, and what came of it, which lies in memory until it is saved. */
export function useModelExport(model: () => ModelToExport | null) {
  const exports = useExports();
  const models = useModels();
  const { going, share, error, begin, cancel } = useLongWork(() => exports.progress);
  const format = ref<ExportFormat>(OFFERED[0]!);
  const isOfLines = computed(() => models.lines.some((one) => one.ref === model()?.ref));
  const wished = ref<ExportWeights | null>(null);
  /** What is wished, as far as the format holds it, or what it usually gets. */
  const weights = computed({
    get: () =>
      EXPORT_WEIGHTS[format.value].find((each) => each === wished.value) ?? usualWeights(format.value, isOfLines.value),
    set: (next: ExportWeights) => (wished.value = next),
  });
  const made = shallowRef<ExportedModel | null>(null);
  /** Formats that this model was refused in. */
  const refused = shallowReactive(new Set<ExportFormat>());

  const step = computed<ExportStep>(() => (going.value ? 'make' : made.value ? 'made' : 'choose'));
  /** Another format to try after an error that is this one's alone. */
  const other = computed(() =>
    error.value && OF_FORMAT.includes(error.value.code) ? (OFFERED.find((each) => !refused.has(each)) ?? null) : null,
  );

  /** Writes and proves the model in the chosen format. */
  const make = (): Promise<void> =>
    begin(async (ticket, signal) => {
      const wish = { model: model()!.ref, format: format.value, weights: weights.value, ticket };
      try {
        const result = await exports.make(wish, signal);
        if (!signal.aborted) made.value = result;
      } catch (thrown) {
        if (OF_FORMAT.includes(toErrorData(thrown).code)) refused.add(wish.format);
        throw thrown;
      }
    });

  /** Back to the choice of a format. */
  const again = (): void => void (made.value = null);
  /** Cancels what is going and forgets what was made. */
  function reset(): void {
    cancel();
    again();
    refused.clear();
    wished.value = null;
  }
  return { format, weights, step, share, error, made, other, make, cancel, again, reset };
}
