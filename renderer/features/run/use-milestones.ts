import { watch } from 'vue';
import type { Run } from '../../../shared/contract/schemas/run.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useAnnouncer } from '../../ui/index.ts';

/** Tells a screen reader of each epoch's end and of the run's. */
export function useMilestones(run: () => Run | null): void {
  const { announce } = useAnnouncer();
  const format = useFormat();
  const percent = (share: number): string => format.value.percent(share, 2);

  watch(
    () => run()?.epoch,
    (n, before) => {
      const now = run();
      if (now === null || n === undefined || before === undefined || n <= before) return;
      const total = now.spec.recipe.epochs;
      const validation = now.lastValidation;
      announce(
        validation === null
          ? t('run.announce.epochPlain', { n, total })
          : t('run.announce.epoch', { n, total, validation: percent(validation.accuracy) }),
      );
    },
  );
  watch(
    () => run()?.status,
    (status, before) => {
      if (before === undefined) return;
      const accuracy = run()?.result?.tests[0]?.accuracy;
      if (status === 'finished') {
        announce(t('run.announce.finished', { accuracy: accuracy === undefined ? '–' : percent(accuracy) }));
      } else if (status === 'paused') announce(t('run.announce.paused'));
      else if (status === 'failed') announce(t('run.announce.failed'), 'assertive');
    },
  );
}
