import { computed } from 'vue';
import type { ModelRef } from '../../../shared/contract/schemas/predict.ts';
import { t } from '../../i18n/index.ts';
import { useModels } from '../../stores/models.ts';
import { useSettings } from '../../stores/settings.ts';
import { useToasts } from '../../ui/index.ts';
import { modelName } from '../train/model-name.ts';

/** The model that reads the drawings, and the choice of another one; errors are shown. Call it in setup. */
export function useDrawnModel() {
  const settings = useSettings();
  const models = useModels();
  const toasts = useToasts();
  /** The starter where the chosen one is gone. */
  const drawn = computed<ModelRef>(() => (models.byRef.has(settings.drawModel) ? settings.drawModel : 'starter'));

  async function use(ref: ModelRef): Promise<void> {
    try {
      await settings.update({ drawModel: ref });
      toasts.show({ tone: 'ok', title: t('fineTune.decide.kept', { name: modelName(ref) }) });
    } catch (thrown) {
      toasts.error(thrown);
    }
  }
  return { drawn, use };
}
