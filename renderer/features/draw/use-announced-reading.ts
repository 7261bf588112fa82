import { onUnmounted, watch } from 'vue';
import { inSentence } from '../../charts/index.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useDraw } from '../../stores/draw.ts';
import { useAnnouncer } from '../../ui/index.ts';
import { outsiderWords } from './outsider.ts';

/** How long the pen rests before what was read is said, milliseconds: not for every stroke. */
const REST = 800;

/** Tells screen readers what is read on the pad. */
export function useAnnouncedReading(): void {
  const draw = useDraw();
  const format = useFormat();
  const { announce } = useAnnouncer();
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => draw.reading,
    (reading) => {
      clearTimeout(timer);
      if (reading === null) return;
      const p = format.value.percent(reading.probabilities[reading.index]!, 0);
      const words = reading.outsider
        ? outsiderWords(reading.outsider, draw.classes)
        : t('draw.announce', { name: inSentence(reading.label), p });
      timer = setTimeout(() => announce(words), REST);
    },
  );
  onUnmounted(() => clearTimeout(timer));
}
