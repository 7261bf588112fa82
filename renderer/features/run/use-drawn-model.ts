import { computed } from 'vue';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import { t } from '../../i18n/index.ts';
import { useModels } from '../../stores/models.ts';
import { useReadWish } from '../../stores/read-wish.ts';
import { useSettings } from '../../stores/settings.ts';
import { useToasts } from '../../ui/index.ts';
import { modelName } from '../train/model-name.ts';

/** The model that reads the drawings, or the lines of the Read room, and the choice of another one; errors are shown. Call it in setup. */
export function useDrawnModel(reads: () => Task['reads'] = () => undefined) {
  const settings = useSettings();
  const models = useModels();
  const wish = useReadWish();
  const toasts = useToasts();
  const ofLines = computed(() => reads() === 'line');
  /** The shipped one where the chosen one is gone. */
  const drawn = computed<ModelRef>(() => {
    if (ofLines.value) return wish.model;
    return models.byRef.has(settings.drawModel) ? settings.drawModel : 'starter';
  });

  async function use(ref: ModelRef): Promise<void> {
    try {
      await (ofLines.value ? wish.readWith(ref) : settings.update({ drawModel: ref }));
      const title = t(ofLines.value ? 'fineTune.decide.lines.kept' : 'fineTune.decide.kept', { name: modelName(ref) });
      toasts.show({ tone: 'ok', title });
    } catch (thrown) {
      toasts.error(thrown);
    }
  }
  return { drawn, ofLines, use };
}
