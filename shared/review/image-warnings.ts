import type { ReviewSubject, ReviewWarning } from './subject.ts';

/** Signs that become each other when they are turned. */
const TURNED: readonly (readonly [string, string])[] = [
  ['6', '9'],
  ['b', 'q'],
  ['d', 'p'],
  ['n', 'u'],
  ['m', 'w'],
  ['M', 'W'],
  ['N', 'Z'],
  ['一', '丨'],
  ['由', '甲'],
];
/** Degrees: turned farther than this, one may be taken for the other. */
const FARTHEST = 45;
const USUAL_TURN = 15;
/** Shares of an image's shorter side. */
const [MOST_SHIFT, USUAL_SHIFT] = [0.25, 0.08];
const [MOST_ERASED, USUAL_ERASED] = [0.5, 0.25];

/** What augmentation makes of images that no one could read, or would read otherwise. */
export function imageWarnings({ task, recipe: { augmentation } }: ReviewSubject): ReviewWarning[] {
  const found: ReviewWarning[] = [];
  const side = Math.min(task.inputShape[0], task.inputShape[1]);
  const { rotation, shift, erase } = augmentation;
  const pairs = TURNED.filter((pair) => pair.every((name) => task.classes.includes(name)));
  if (rotation > FARTHEST && pairs.length > 0) {
    const params = { rotation, names: pairs.map((pair) => pair.join('/')) };
    found.push({ code: 'rotation-confuses', severity: 'warning', params, mend: { rotation: USUAL_TURN } });
  }
  if (shift > MOST_SHIFT * side) {
    const mend = { shift: Math.round(USUAL_SHIFT * side) };
    found.push({ code: 'shift-off-image', severity: 'warning', params: { shift, side }, mend });
  }
  if (erase > MOST_ERASED * side) {
    const mend = { erase: Math.round(USUAL_ERASED * side) };
    found.push({ code: 'erase-too-large', severity: 'warning', params: { erase, side }, mend });
  }
  return found;
}
