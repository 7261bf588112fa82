import { computed } from 'vue';
import { AppError } from '../../../../shared/contract/errors.ts';
import { findPreset, presetFor } from '../../../../shared/model/presets/index.ts';
import { pickedSpace } from '../../../../shared/study/picked-space.ts';
import { readSpaceFile, recipeWith, spaceFileOf } from '../../../../shared/study/space-file.ts';
import type { FileSearch, FormBase } from '../../../../shared/study/space-file.ts';
import { t, useFormat } from '../../../i18n/index.ts';
import { useDatasets } from '../../../stores/datasets.ts';
import type { DraftSearch } from '../../../stores/draft-search.ts';
import { useModels } from '../../../stores/models.ts';
import { usePresets } from '../../../stores/presets.ts';
import { useSaveFile } from '../../../stores/save-file.ts';
import { useTrainDraft } from '../../../stores/train-draft.ts';
import { useToasts } from '../../../ui/index.ts';
import { fullWords } from './option-words.ts';

/** What a file has that the form has not is read before it goes, milliseconds. */
const READING_TIME = 15_000;

/** The draft's search as a file of the command line's `search --space`, out and in. Both ways make the same study. */
export function useSpaceFile(defaultName: () => string) {
  const draft = useTrainDraft();
  const data = useDatasets();
  const models = useModels();
  const presets = usePresets();
  const toasts = useToasts();
  const format = useFormat();
  const saveFile = useSaveFile();
  const study = computed(() => draft.studySpec(defaultName()));

  const save = (): Promise<void> =>
    saveFile(() => {
      const text = `${JSON.stringify(spaceFileOf(study.value!), null, 2)}\n`;
      return { name: t('search.card.file'), content: new Blob([text], { type: 'application/json' }) };
    });

  async function load(file: File): Promise<void> {
    try {
      const { base, space, search, unread } = readSpaceFile(parse(file.name, await file.text()));
      const missing = takeBase(base);
      draft.changeSearch({ searched: space, ...searchFrom(search) });
      draft.name = search.name ?? draft.name;
      const { model, recipe, data: choice, tuning } = draft;
      // The trained model's card may still be on its way.
      const picked = pickedSpace(space, { model, recipe, data: choice, ...(tuning && { from: base.from }) });
      const resting = Object.keys(space).filter((path) => !(path in picked));
      const notes = [
        ...missing,
        ...(unread.length > 0 ? [t('search.card.unread', { names: unread })] : []),
        ...(resting.length > 0
          ? [t('search.card.resting', { names: resting.map((path) => fullWords(path, model)) })]
          : []),
      ];
      const n = Object.keys(space).length - resting.length;
      toasts.show({
        tone: notes.length === 0 ? 'ok' : 'plain',
        title: t('search.card.loaded', { file: file.name, n }),
        ...(notes.length > 0 && { text: format.value.sentences(notes), duration: READING_TIME }),
      });
    } catch (thrown) {
      toasts.error(thrown);
    }
  }

  /** Fills the form in with a file's base; says what of it there is not here. */
  function takeBase(base: FormBase): string[] {
    const { task } = draft;
    const { preset: id = 'tutorial', model: own, datasets, limit, transforms, from } = base;
    const parent = from && models.byRef.get(from.model);
    const found = findPreset(id) ?? presets.find(id);
    const preset = found && presetFor(found, task);
    const model = own ?? preset?.model ?? draft.model;
    const recipe = recipeWith(preset?.recipe ?? draft.recipe, base);
    const known = datasets.filter((one) => data.byId.has(one));
    draft.takeFrom({
      ...(own === undefined && preset !== undefined && { preset: preset.id }),
      task,
      model,
      recipe,
      data: {
        datasets: known.length > 0 ? known : [...draft.chosen],
        ...(limit !== undefined && { limit }),
        ...(transforms !== undefined && { transforms }),
      },
      ...(from && parent && { from: { ...from, name: parent.name, weightsSha256: null } }),
    });
    const strange = datasets.filter((one) => !known.includes(one));
    return [
      ...(own === undefined && preset === undefined ? [t('search.card.noPreset', { id })] : []),
      ...(from && !parent ? [t('search.card.noModel', { id: from.model })] : []),
      ...(strange.length > 0 ? [t('search.card.noData', { names: strange })] : []),
    ];
  }

  return { save, load, savable: computed(() => study.value !== null) };
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('file-torn', { path }, error);
  }
}

/** How a file says that it is searched; what it leaves out stays. */
const searchFrom = ({ sampler, pruner, objectives, budget, seeds, queue }: FileSearch): Partial<DraftSearch> => ({
  ...(sampler && { sampler }),
  ...(pruner && { pruner: pruner.kind }),
  ...(pruner?.kind === 'asha' && { ashaMinimum: pruner.minimum, ashaReduction: pruner.reduction }),
  ...(objectives && { objectives }),
  ...(budget && {
    budgetBy: budget.minutes === undefined ? 'trials' : budget.trials === undefined ? 'minutes' : 'both',
    ...(budget.trials !== undefined && { trials: budget.trials }),
    ...(budget.minutes !== undefined && { minutes: budget.minutes }),
  }),
  ...(seeds && { bestSeeds: seeds }),
  ...(queue !== undefined && { queue: queue ?? '' }),
});
