import type { ModelInfo } from '../../../shared/contract/schemas/predict.ts';

/** The models that can read a hand's signs: those that have all its classes, the one that Draw reads with first, then the newest. */
export function modelsFor(
  classes: readonly string[],
  models: readonly ModelInfo[],
  preferred: string,
): readonly ModelInfo[] {
  const able = models.filter(({ task }) => classes.every((name) => task.classes.includes(name)));
  const rank = ({ ref, createdAt }: ModelInfo): number => (ref === preferred ? Infinity : createdAt);
  return able.sort((a, b) => rank(b) - rank(a));
}
