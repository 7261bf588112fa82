import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import { t, useFormat } from '../../i18n/index.ts';

/** A layer's settings in a few words: `32 × (3 × 3), ReLU`. Empty where there is nothing to set. */
export function describeLayer(layer: LayerSpec): string {
  const format = useFormat();
  switch (layer.type) {
    case 'Conv2D':
      return t('train.model.filters', {
        n: layer.filters,
        kernel: layer.kernelSize.join(' × '),
        activation: t(`train.model.${layer.activation}`),
      });
    case 'MaxPooling2D':
      return layer.poolSize.join(' × ');
    case 'Dense':
      return t('train.model.units', { n: layer.units, activation: t(`train.model.${layer.activation}`) });
    case 'Activation':
      return t(`train.model.${layer.activation}`);
    case 'Dropout':
      return t('train.model.rate', { rate: format.value.percent(layer.rate, 0) });
    case 'BatchNormalization':
    case 'GlobalAveragePooling2D':
    case 'Flatten':
      return '';
  }
}
