import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { atWidth, readingWidth } from '../../../shared/model/line-model.ts';

/**
 * A model's card as it is exported: one of lines in a width that the studio itself reads lines in, so that both can be compared. Throws
 * `model-invalid` where the model is bound to another width.
 */
export const exportedCard = (card: ModelCard): ModelCard =>
  card.task.reads === 'line' ? { ...card, spec: atWidth(card.spec, readingWidth(card.spec.inputShape[1])) } : card;
