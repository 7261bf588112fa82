import { courseWarnings } from './course-warnings.ts';
import { dataWarnings } from './data-warnings.ts';
import { imageWarnings } from './image-warnings.ts';
import { rateWarnings } from './rate-warnings.ts';
import { REVIEW_CODES, type ReviewSubject, type ReviewWarning } from './subject.ts';

const GRAVITY: readonly ReviewWarning['severity'][] = ['fault', 'warning', 'note'];

/** All that will not work, or likely will not, in a run that is about to be started: the gravest first. Pure. */
export function reviewWarnings(subject: ReviewSubject): ReviewWarning[] {
  const found = [
    ...rateWarnings(subject),
    ...courseWarnings(subject),
    ...dataWarnings(subject),
    ...imageWarnings(subject),
    ...machineWarnings(subject),
  ];
  const rank = ({ severity, code }: ReviewWarning): number =>
    GRAVITY.indexOf(severity) * REVIEW_CODES.length + REVIEW_CODES.indexOf(code);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** What the machine has too little of. */
function machineWarnings({ memory, disk, recipe }: ReviewSubject): ReviewWarning[] {
  const found: ReviewWarning[] = [];
  const smaller = recipe.batchSize > 1 ? { batchSize: Math.max(1, Math.floor(recipe.batchSize / 2)) } : null;
  if (memory !== null && memory.most > memory.free) {
    const never = memory.least > memory.free;
    found.push({
      code: never ? 'memory-too-small' : 'memory-close',
      severity: never ? 'fault' : 'warning',
      params: { needed: never ? memory.least : memory.most, free: memory.free },
      mend: smaller,
    });
  }
  if (disk !== null && disk.needed > disk.free) {
    found.push({ code: 'disk-too-small', severity: 'fault', params: { ...disk }, mend: null });
  }
  return found;
}
