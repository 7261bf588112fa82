import { shallowRef, watch } from 'vue';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { HandId, HandSample } from '../../../shared/contract/schemas/hand.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import type { PenDrawing } from '../../../shared/ink/change-strokes.ts';
import { useHands } from '../../stores/hands.ts';

/** A drawing of a hand that it trains on, and the image that it is. */
export interface PenSample {
  readonly label: string;
  readonly frame: Frame;
  readonly image: Uint8Array;
  readonly pen: PenDrawing;
}

/** Up to `count` training drawings with strokes of a hand, of as many signs as there are. Null while they are on their way. */
export function usePenSamples(hand: () => HandId, count: number) {
  const hands = useHands();
  const samples = shallowRef<readonly PenSample[] | null>(null);
  const error = shallowRef<ErrorData | null>(null);

  async function load(id: HandId): Promise<void> {
    try {
      const { hand: info, samples: all } = await hands.get(id);
      const chosen = someOfEach(
        all.filter(({ hasStrokes, part }) => hasStrokes && part === 'train'),
        count,
      );
      const ids = chosen.map((sample) => sample.id);
      const inks = ids.length === 0 ? [] : await hands.ink(id, ids);
      if (id !== hand()) return;
      error.value = null;
      samples.value = inks.flatMap(({ strokes, sheet, image }, i) => {
        const pen = strokes && { strokes, sheet: sheet ?? undefined };
        return pen ? [{ label: chosen[i]!.label, frame: info.frame, image, pen }] : [];
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

/** In turns one of each sign, the first ones first. */
function someOfEach(all: readonly HandSample[], count: number): HandSample[] {
  const seen = new Map<string, number>();
  const rounds = all.map((sample, place) => {
    const round = seen.get(sample.label) ?? 0;
    seen.set(sample.label, round + 1);
    return { sample, round, place };
  });
  const inTurns = rounds.sort((a, b) => a.round - b.round || a.place - b.place).map(({ sample }) => sample);
  return inTurns.slice(0, count).sort((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }));
}
