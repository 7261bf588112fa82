import { AppError } from '../../../shared/contract/errors.ts';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { EvaluationInfo, Scores } from '../../../shared/contract/schemas/evaluation.ts';
import type { Disturbance, RobustnessCurve } from '../../../shared/contract/schemas/robustness.ts';
import { isRun } from '../../../shared/contract/schemas/run-id.ts';
import { AMOUNTS } from '../../../shared/evaluation/disturb.ts';
import { otherFramingText } from '../../../shared/words/framing-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { ExportFormat } from '../../services/evaluations/export.ts';
import type { Asker, Started } from '../../services/evaluations/evaluations.ts';
import { robustnessOf } from '../../services/evaluations/robustness.ts';
import type { Reading } from '../../services/evaluations/subject.ts';
import type { Arguments } from '../arguments.ts';
import { chooseData, choosePart } from '../choices/data.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';
import { writeExport, writeMap } from './evaluation-files.ts';
import {
  besideText,
  robustnessText,
  scoresText,
  suspectsText,
  type Beside,
  type NamedSuspects,
} from './evaluation-text.ts';

interface Tested extends Started {
  readonly scores: Scores;
  /** Null where nobody asked for it. */
  readonly robustness: readonly RobustnessCurve[] | null;
  /** Another model on the same images; null likewise. */
  readonly beside: Beside | null;
  readonly suspects: NamedSuspects | null;
}

/** Files that are asked for, and as what they are written. */
const FILES: Readonly<Record<string, ExportFormat>> = { report: 'html', out: 'csv' };

/**
 * Reads data sets' images, or finds what was read of the same, and tells all scores; the same numbers as the window's.
 * `--robustness` measures also how accuracy falls as the images change, `--beside` compares another model's answers, `--suspects` looks for
 * training images with a wrong label, `--map` lays the images out as the lab does. `--report`, `--out` and `--map` take one data set.
 */
export async function evaluate(services: Services, args: Arguments, output: Output): Promise<number> {
  const part = choosePart(args.value('split'));
  const { folder, ref } = await chooseTrainedModel(services, args.required('model'));
  const ids = await chooseData(services, args.required('data'));
  const wanted = Object.keys(FILES).filter((name) => args.value(name) !== undefined);
  const single = [...wanted, ...(args.value('map') === undefined ? [] : ['map'])];
  if (ids.length > 1 && single.length > 0) throw new UsageError(`--${single[0]!} takes one data set`);
  const chosen = await chosenClasses(services, ids, args.value('only')?.split(','));
  const reading = readingOf({ folder, ref });
  const other = args.value('beside') === undefined ? null : await chooseTrainedModel(services, args.required('beside'));
  const tests: Tested[] = [];
  for (const { id, only } of chosen) {
    const began = await evaluateOne(services, reading, { dataset: id, part, only }, output);
    const { scores } = await services.evaluations.get(began.info.id, true);
    const robustness = args.value('robustness') === undefined ? null : await measureRobustness(services, began, output);
    const beside = other && (await readBeside(services, began, readingOf(other), { dataset: id, part, only }, output));
    const suspects = args.value('suspects') === undefined ? null : await findSuspects(services, id, output);
    tests.push({ ...began, scores, robustness, beside, suspects });
  }
  if (single.includes('map')) await drawMap(services, tests[0]!, args.required('map'), output);
  for (const name of wanted) await writeExport(services, tests[0]!.info, FILES[name]!, args.required(name));
  tell(tests, ref !== null && isRun(ref) ? ref : null, output);
  for (const { info } of tests) noteFraming(services, info, output);
  return 0;
}

/** Each data set with those of the wanted classes that it has; those that have none are left out. Throws `class-unknown` {name}. */
async function chosenClasses(
  services: Services,
  ids: readonly DatasetId[],
  only: readonly string[] | undefined,
): Promise<{ id: DatasetId; only?: string[] }[]> {
  if (!only) return ids.map((id) => ({ id }));
  const sets = (await services.datasets.prepare(ids)).map(({ task }, i) => ({
    id: ids[i]!,
    only: only.filter((name) => task.classes.includes(name)),
  }));
  const unknown = only.find((name) => !sets.some((set) => set.only.includes(name)));
  if (unknown !== undefined) throw new AppError('class-unknown', { name: unknown });
  return sets.filter((set) => set.only.length > 0);
}

function evaluateOne(
  services: Services,
  reading: Reading,
  request: Parameters<Services['evaluations']['start']>[1],
  output: Output,
): Promise<Started> {
  return withProgress(services, request.dataset, output, (asker) =>
    services.evaluations.start(reading, request, asker),
  );
}

function measureRobustness(services: Services, { info }: Started, output: Output): Promise<RobustnessCurve[]> {
  const wanted = { id: info.id, disturbances: Object.keys(AMOUNTS) as Disturbance[] };
  return withProgress(services, `${info.dataset.id}, changed`, output, (asker) =>
    robustnessOf(services, wanted, asker),
  );
}

/** A model of the studio's own by its id, any other by its folder. */
const readingOf = ({ folder, ref }: Awaited<ReturnType<typeof chooseTrainedModel>>): Reading =>
  ref === null ? { folder } : { ref };

async function readBeside(
  services: Services,
  { info }: Started,
  reading: Reading,
  request: Parameters<Services['evaluations']['start']>[1],
  output: Output,
): Promise<Beside> {
  const { info: other } = await evaluateOne(services, reading, request, output);
  return {
    model: other.model.name,
    evaluation: other.id,
    comparison: await services.evaluations.compare(info.id, other.id),
  };
}

async function findSuspects(services: Services, dataset: DatasetId, output: Output): Promise<NamedSuspects> {
  const { classes } = (await services.datasets.existing(dataset)).task;
  const { count, folds, estimated, suspects } = await withProgress(
    services,
    `${dataset}, checking labels`,
    output,
    (asker) => services.suspects.find(dataset, false, asker),
  );
  const named = suspects.map(({ given, likely, ...one }) => ({
    ...one,
    given: classes[given]!,
    likely: classes[likely]!,
  }));
  return { count, folds, estimated, suspects: named };
}

async function drawMap(services: Services, { info }: Started, file: string, output: Output): Promise<void> {
  const what = `map of ${info.dataset.id}`;
  const map = await withProgress(services, what, output, (asker) => {
    const stop = services.maps.onProgress.on(({ ticket, done, total }) => {
      if (ticket === asker.ticket) output.progress(`${what}: ${Math.floor((100 * done) / total)}%`);
    });
    return services.maps.make(info.id, asker).finally(stop);
  });
  await writeMap(info, map, file);
  output.note(`${map.places.length} of ${info.count} images are on the map, ${file}`);
}

/** Cancels the work when the program is to end, and has it clean up first. */
async function withProgress<R>(
  services: Services,
  what: string,
  output: Output,
  work: (asker: Asker) => Promise<R>,
): Promise<R> {
  const ticket = `terminal-${what}`;
  const stop = services.link.onReading.on(({ ticket: own, done, total }) => {
    if (own === ticket) output.progress(`${what}: ${done} of ${total} images`);
  });
  const cancel = new AbortController();
  const doing = work({ ticket, signal: cancel.signal }).finally(stop);
  services.beforeStop(async () => {
    cancel.abort();
    await doing.catch(() => undefined);
  });
  return doing;
}

function tell(tests: readonly Tested[], run: string | null, output: Output): void {
  const { model } = tests[0]!.info;
  const read = tests.filter(({ seconds }) => seconds !== null);
  const seconds = read.reduce((sum, test) => sum + test.seconds!, 0);
  const images = read.reduce((sum, { info }) => sum + info.count, 0);
  const lines = tests.map(facts);
  output.line({
    type: 'result',
    run,
    model: model.name,
    test: lines[0],
    tests: lines,
    weightsSha256: model.weightsSha256,
    /** Kept with the model when it answered: see `evaluations.keepTemperature`. */
    temperature: model.temperature,
    /** Null where all was kept from before. */
    imagesPerSecond: read.length === 0 ? null : images / seconds,
  });
  for (const test of tests) {
    output.say(scoresText(test.info, test.scores));
    if (test.robustness) output.say(robustnessText(test.robustness));
    if (test.beside) output.say(besideText(model.name, test.beside));
    if (test.suspects) output.say(suspectsText(test.suspects));
  }
}

function noteFraming({ env }: Services, info: EvaluationInfo, output: Output): void {
  const words = otherFramingText(info, env.systemLanguage);
  if (words !== null) output.note(`${info.dataset.id}: ${words}`);
}

/** As a run's record has a test, with the class names and all that the lab knows. */
function facts({ info, scores, robustness, beside, suspects }: Tested) {
  const { accuracy, loss, n, interval95, classes, ...others } = scores;
  const named = classes.map((own, c) => ({ label: info.task.classes[c]!, ...own }));
  const { id, dataset, part, framing } = info;
  const told = {
    evaluation: id,
    dataset: dataset.id,
    part,
    framing,
    accuracy,
    loss,
    n,
    interval95,
    classes: named,
    ...others,
  };
  return {
    ...told,
    ...(robustness && { robustness }),
    ...(beside && { beside }),
    ...(suspects && { suspects }),
  };
}
