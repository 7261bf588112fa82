import { t } from '../../i18n/index.ts';

const FEW = 3;

/** Some classes in a few letters: 0–4, a b. They are in the task's order, `all` are the task's. */
export function classSpan(classes: readonly string[], all: readonly string[]): string {
  const [from, to] = [classes[0], classes.at(-1)];
  if (from === undefined || to === undefined || classes.length <= FEW) return classes.join(' ');
  const begin = all.indexOf(from);
  const isRun = classes.every((name, i) => all[begin + i] === name);
  return isRun ? t('experiment.span', { from, to }) : `${classes.slice(0, FEW).join(' ')} …`;
}
