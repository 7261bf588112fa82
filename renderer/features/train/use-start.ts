import { computed, ref } from 'vue';
import { useRouter } from 'vue-router';
import type { Run, RunRequest } from '../../../shared/contract/schemas/run.ts';
import { t } from '../../i18n/index.ts';
import { useHost } from '../../stores/host.ts';
import { plain } from '../../stores/plain.ts';
import { useRuns } from '../../stores/runs.ts';
import { useStartTime } from '../../stores/start-time.ts';
import { useTrainDraft } from '../../stores/train-draft.ts';
import type { DraftGroup } from '../../stores/train-draft.ts';
import { isChord, useToasts, useWindowKeys } from '../../ui/index.ts';
import { datasetNames } from '../datasets/dataset-name.ts';
import { modelName } from './model-name.ts';
import { presetName } from './preset-name.ts';
import { nextRunNumber } from './run-number.ts';

/** Starts what the draft says, by a button or by Mod+Enter, and opens the page of what was started. */
export function useStart() {
  const draft = useTrainDraft();
  const host = useHost();
  const runs = useRuns();
  const time = useStartTime();
  const router = useRouter();
  const toasts = useToasts();

  const starting = ref(false);
  const defaultName = computed(() => {
    const n = nextRunNumber(runs.list);
    if (draft.searching) {
      const { tuning, presetId, model } = draft;
      return t('search.plan.defaultName', {
        model: tuning ? modelName(tuning.model) : presetName(presetId, model.name),
      });
    }
    if (draft.tuning !== null) return t('fineTune.plan.defaultName', { data: datasetNames(draft.chosen), n });
    return t('train.plan.defaultName', { model: presetName(draft.presetId, draft.model.name), n });
  });

  async function start(): Promise<void> {
    // The fields' contents are sent as they are, or nothing is.
    if (draft.problem !== null) return draft.problem.focus();
    if (starting.value) return;
    starting.value = true;
    try {
      if (draft.searching) return await startSearch();
      const spec = draft.spec(defaultName.value);
      const tuned = draft.fineTuneSpec(defaultName.value);
      const later = time.moment === null ? {} : { notBefore: time.moment };
      if (tuned !== null) await show(await runs.fineTune({ ...tuned, ...later }));
      else if (spec === null) return;
      else if (draft.group === null) await show(await runs.start({ ...spec, ...later }));
      else await startGroup({ ...spec, ...later }, draft.group);
      draft.name = '';
      time.isLater = false;
    } catch (thrown) {
      toasts.error(thrown);
    } finally {
      starting.value = false;
    }
  }

  const show = ({ id }: Run): Promise<unknown> => router.push({ name: 'run', params: { id } });

  /** What is wrong with a search is mended in the review, where it is told. */
  async function startSearch(): Promise<void> {
    const study = draft.studySpec(defaultName.value);
    if (study === null) return void (await router.push({ name: 'train-step', params: { step: 'review' } }));
    const { id } = await host.call('studies.start', plain(study));
    await router.push(`/studies/${id}`);
    draft.name = '';
  }

  async function startGroup(spec: RunRequest, group: DraftGroup): Promise<void> {
    const started = await runs.startGroup(spec, group);
    toasts.show({ tone: 'ok', title: t('train.groupStarted', { n: started.length }) });
    await router.push({ name: 'runs', query: { group: started[0]?.spec.group?.id } });
  }

  const action = computed(() => {
    const queued = runs.current !== null || time.isLater;
    if (draft.searching) return t('search.plan.start');
    if (draft.group === null) return t(queued ? 'train.queue' : 'train.start');
    return t(queued ? 'train.queueMany' : 'train.startMany', { n: draft.group.count });
  });

  useWindowKeys((event) => {
    if (!isChord(event, 'Mod+Enter')) return;
    event.preventDefault();
    void start();
  });
  return { start, starting, action, defaultName };
}

export type Start = ReturnType<typeof useStart>;
