import { computed, onMounted, onUnmounted, ref, watch } from 'vue';
import type { Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { isActive } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import type { RunStatus } from '../../../shared/contract/schemas/run.ts';
import type { StudyInfo, StudyStatus } from '../../../shared/contract/schemas/study.ts';
import { t, useFormat } from '../../i18n/index.ts';
import { useRuns } from '../../stores/runs.ts';
import { useStudies } from '../../stores/studies.ts';
import { useToasts } from '../../ui/index.ts';

/** Events by which a user who is back at the window is noticed. */
const SIGNS_OF_A_READER = ['focus', 'pointerdown', 'keydown'] as const;

/** What has ended: a run, or an experiment or a search as a whole, whose runs are too many to be told one by one. */
interface Ended {
  readonly title: string;
  readonly ok: boolean;
  readonly page: { readonly name: 'run' | 'experiment' | 'study'; readonly params: { readonly id: string } };
  readonly accuracy: number | undefined;
}

const LOOK = { run: 'frame.ended.look', experiment: 'run.group.experiment', study: 'study.ended.look' } as const;

/**
 * Reports runs that finish or fail: in a toast, unless the run's own page is open, and as the returned text for the
 * window's title, which stays until the window is used again, so that it can be seen in the list of windows.
 */
export function useFinishes(): Readonly<Ref<string | null>> {
  const runs = useRuns();
  const studies = useStudies();
  const route = useRoute();
  const router = useRouter();
  const toasts = useToasts();
  const format = useFormat();
  const ended = ref<Ended | null>(null);

  function tell(news: Ended): void {
    ended.value = news;
    const { title, ok, page, accuracy } = news;
    if (route.name === page.name && route.params['id'] === page.params.id) return;
    toasts.show({
      tone: ok ? 'ok' : 'error',
      title,
      text: accuracy === undefined ? undefined : t('frame.ended.test', { accuracy: format.value.percent(accuracy, 2) }),
      action: {
        label: t(LOOK[page.name]),
        run: async () => void (await router.push(page)),
      },
    });
  }

  /** What these ends are to a person: an experiment has ended with the last of its runs. */
  function newsOf(ends: readonly RunSummary[]): Ended[] {
    const experiments = new Set(ends.flatMap(({ spec: { group } }) => (group?.kind === 'transfer' ? [group.id] : [])));
    const over = [...experiments].filter((id) => !membersOf(id).some(({ status }) => isActive(status)));
    return [
      ...ends.filter(({ spec }) => spec.group?.kind !== 'transfer' && spec.trial === undefined).map(endOfRun),
      ...over.map((id) => endOfExperiment(id, membersOf(id))),
    ];
  }
  const membersOf = (id: string): readonly RunSummary[] => runs.groups.get(id) ?? [];

  /** The status of each run when it was last seen: runs that ended before this window opened are not reported. */
  const before = new Map<string, RunStatus>();
  watch(
    () => runs.list,
    (list) => {
      const ends: RunSummary[] = [];
      for (const run of list) {
        const known = before.get(run.id);
        before.set(run.id, run.status);
        const over = run.status === 'finished' || run.status === 'failed';
        if (over && known !== undefined && isActive(known)) ends.push(run);
      }
      newsOf(ends).forEach(tell);
    },
    { immediate: true },
  );

  const studiesBefore = new Map<string, StudyStatus>();
  watch(
    () => studies.list,
    (list) => {
      for (const study of list) {
        const was = studiesBefore.get(study.id);
        studiesBefore.set(study.id, study.status);
        if (was === 'running' && study.status !== 'running' && (study.status === 'finished' || study.error !== null))
          tell(endOfStudy(study));
      }
    },
    { immediate: true },
  );

  const forget = (): void => void (ended.value = null);
  onMounted(() => SIGNS_OF_A_READER.forEach((sign) => window.addEventListener(sign, forget, true)));
  onUnmounted(() => SIGNS_OF_A_READER.forEach((sign) => window.removeEventListener(sign, forget, true)));
  return computed(() => ended.value?.title ?? null);
}

const titleOf = (ok: boolean, name: string): string => t(ok ? 'frame.ended.finished' : 'frame.ended.failed', { name });

const endOfRun = ({ id, status, spec, result }: RunSummary): Ended => ({
  title: titleOf(status === 'finished', spec.name),
  ok: status === 'finished',
  page: { name: 'run', params: { id } },
  accuracy: result?.tests[0]?.accuracy,
});

/** A search that is finished, or that cannot go on. */
function endOfStudy({ id, status, spec: { name } }: StudyInfo): Ended {
  const ok = status === 'finished';
  const title = t(ok ? 'study.ended.finished' : 'study.ended.paused', { name });
  return { title, ok, page: { name: 'study', params: { id } }, accuracy: undefined };
}

function endOfExperiment(id: string, members: readonly RunSummary[]): Ended {
  const ok = members.every(({ status }) => status !== 'failed');
  const page = { name: 'experiment', params: { id } } as const;
  return { title: titleOf(ok, t('experiment.title')), ok, page, accuracy: undefined };
}
