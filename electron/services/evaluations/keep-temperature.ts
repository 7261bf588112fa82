import { AppError } from '../../../shared/contract/errors.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import { isShipped } from '../../../shared/contract/schemas/run-id.ts';
import { isBound } from '../../../shared/evaluation/temperature.ts';
import type { Models } from '../models/models.ts';
import type { Evaluations } from './evaluations.ts';
import { modelFolderOf } from './looks.ts';

export interface TemperatureDependencies {
  readonly models: Pick<Models, 'folderOf' | 'card' | 'setTemperature'>;
  readonly evaluations: Pick<Evaluations, 'opener'>;
}

/** As the call `evaluations.keepTemperature` says. One that was kept before is in the answers already: the two are multiplied. */
export async function keepTemperature(
  { models, evaluations }: TemperatureDependencies,
  { id, temperature: wanted }: { readonly id: EvaluationId; readonly temperature: 'found' | number | null },
): Promise<{ temperature: number | null; before: number | null }> {
  const opened = await evaluations.opener.opened(id);
  const { ref, name, temperature: answeredWith } = opened.record.info.model;
  if (ref === null || isShipped(ref)) throw new AppError('model-fixed', { name });
  const { temperature: before } = await models.card(await modelFolderOf(models, opened));
  if (wanted !== 'found') {
    await models.setTemperature(ref, wanted);
    return { temperature: wanted, before };
  }
  const { scaled } = await evaluations.opener.scores(opened, true);
  if (!scaled || isBound(scaled.temperature)) throw new AppError('temperature-none');
  const temperature = (answeredWith ?? 1) * scaled.temperature;
  await models.setTemperature(ref, temperature);
  return { temperature, before };
}
