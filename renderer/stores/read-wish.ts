import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { CheckDigit, ReadingKind, ReadingWish } from '../../shared/contract/schemas/reading.ts';
import type { ModelRef } from '../../shared/contract/schemas/predict.ts';
import { LONGEST_CODE } from '../../shared/contract/schemas/reading.ts';
import { hasCodes } from '../../shared/reading/check-digits.ts';
import { useModels } from './models.ts';
import { useSettings } from './settings.ts';

/** The model of lines that comes with the program. */
const SHIPPED: ModelRef = 'line-reader';

/** The lengths that codes with a check digit may have, as far as codes are read. */
export const codeLengths = (check: CheckDigit): readonly number[] =>
  Array.from({ length: LONGEST_CODE }, (_, i) => i + 1).filter((length) => hasCodes(check, length));

/** What the lines that are written or shown are to be read as, and by which model; the pad and the pictures of the Read room share it. */
export const useReadWish = defineStore('readWish', () => {
  /** Null: what stands there, a line or a page. */
  const kind = ref<ReadingKind | null>(null);
  const length = ref<number | null>(null);
  const check = ref<CheckDigit>('none');
  const order = ref<ReadingWish['order']>(null);
  const models = useModels();
  const settings = useSettings();
  /** The model that reads: the chosen one, or the shipped one when that is gone. */
  const model = computed<ModelRef>(() =>
    models.lines.some(({ ref }) => ref === settings.lineModel) ? settings.lineModel : SHIPPED,
  );
  /** Has another model read, from now on and in the next window. Throws what keeps it from being kept. */
  const readWith = (to: ModelRef): Promise<void> => settings.update({ lineModel: to });

  /** A length that there is no code of any more is given up. */
  function setCheck(to: CheckDigit): void {
    check.value = to;
    if (length.value !== null && !hasCodes(to, length.value)) length.value = null;
  }

  const wish = computed<ReadingWish & { readonly model: ModelRef }>(() => {
    const isCode = kind.value === 'code';
    return {
      kind: kind.value,
      length: isCode ? length.value : null,
      check: isCode ? check.value : 'none',
      order: kind.value === 'date' ? order.value : null,
      model: model.value,
    };
  });
  return { kind, length, check, order, model, readWith, setCheck, wish };
});
