import { shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { HandId } from '../../../shared/contract/schemas/hand.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import type { PenDrawing } from '../../../shared/ink/change-strokes.ts';
import { useHands } from '../../stores/hands.ts';
import type { PlainSample } from './AugmentedSamples.vue';
import { someOfEach } from './some-of-each.ts';

/** A drawing of a hand that it trains on, and the image that it is. */
export interface PenSample extends PlainSample {
  readonly frame: Frame;
  readonly pen: PenDrawing;
}

const inOrder = (a: string, b: string): number => a.localeCompare(b, undefined, { numeric: true });

/** Up to `count` training drawings with strokes of a hand, of as many signs as there are. Null while they are on their way. */
export function usePenSamples(hand: () => HandId, count: number) {
  const hands = useHands();
  const samples = shallowRef<readonly PenSample[] | null>(null);
  const error = shallowRef<ErrorData | null>(null);

  async function load(id: HandId): Promise<void> {
    try {
      const { hand: info, samples: all } = await hands.get(id);
      const written = all.filter(({ hasStrokes, part }) => hasStrokes && part === 'train');
      const chosen = someOfEach(written, ({ label }) => label, inOrder, count);
      const ids = chosen.map((sample) => sample.id);
      const inks = ids.length === 0 ? [] : await hands.ink(id, ids);
      if (id !== hand()) return;
      error.value = null;
      samples.value = inks.flatMap(({ strokes, sheet, image }, i) => {
        const pen = strokes && { strokes, sheet: sheet ?? undefined };
        return pen ? [{ label: chosen[i]!.label, ...info.frame, frame: info.frame, image, pen }] : [];
      });
    } catch (thrown) {
      if (id === hand()) error.value = toErrorData(thrown);
    }
  }

  watch(
    [hand, () => hands.byId.get(hand())],
    ([id], [before]) => {
      if (id !== before) samples.value = null;
      void load(id);
    },
    { immediate: true },
  );
  return { samples, error };
}
