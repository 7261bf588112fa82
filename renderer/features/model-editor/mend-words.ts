import type { Mend } from '../../../shared/model/edit/mends.ts';
import { t } from '../../i18n/index.ts';
import { isActivation } from './option-words.ts';

/** A mend as its button says it. */
export function mendWords({ kind, params }: Mend): string {
  const { activation } = params;
  return t(
    `editor.mends.${kind}`,
    isActivation(activation) ? { ...params, activation: t(`model.activations.${activation}`) } : params,
  );
}
