import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeJson } from '../../electron/files/json-file.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { readTrainingData } from '../../electron/trainer/data/training-data.ts';
import { ModelCache } from '../../electron/trainer/evaluate/model-cache.ts';
import { readLines } from '../../electron/trainer/evaluate/read-lines.ts';
import { LineComposer, type ComposedLine } from '../../shared/lines/line-composer.ts';
import { LINE_HEIGHT } from '../../shared/page/page.ts';
import { stream } from '../../shared/random/random.ts';
import { emissionsOf } from '../../shared/reading/emissions.ts';
import { learnSureness, type KnownLine } from '../../shared/reading/judge-kinds.ts';
import { runBehind } from '../lib/finished-run.ts';
import { root } from '../lib/root.ts';

/*
 * Learns when a line model's readings are sure, and writes that into sure.json beside it: from lines composed of those images that its run,
 * the newest in `home`, held out. They are other lines than those that the run chose its best epoch by.
 */
const { values } = parseArgs({
  options: {
    home: { type: 'string', default: path.join(root, 'out', 'line-reader') },
    model: { type: 'string', default: path.join(root, 'resources', 'line-reader') },
    lines: { type: 'string', default: '20000' },
  },
});

/** Lines that are composed and read at a time. */
const TOGETHER = 400;

loadTensorflow();
const { run, files } = await runBehind(values.home, values.model);
const { task, framing, data, recipe } = run.spec;
if (!data.lines) throw new Error(`the run ${run.id} has learnt no lines`);
const { images, validation } = await readTrainingData(run.spec, files);
if (validation.length === 0) throw new Error(`the run ${run.id} held nothing out`);
const composer = new LineComposer(images, validation, { lines: task, framing, choice: data.lines });
const random = stream(recipe.seed + 1, 'lines');
const cache = new ModelCache();
const known: KnownLine[] = [];
while (known.length < Number(values.lines)) {
  const lines = Array.from({ length: TOGETHER }, () => composer.compose(random));
  known.push(...(await readThem(lines)));
  console.log(`${known.length} of ${values.lines} lines`);
}
const weightsSha256 = await cache.use(values.model, ({ card }) => card.weightsSha256);
const sureness = learnSureness(known, task.classes, weightsSha256);
cache.dispose();
await writeJson(path.join(values.model, 'sure.json'), sureness);
for (const [kind, { lines, sure, wrong, threshold }] of Object.entries(sureness.kinds))
  console.log(`${kind}: of ${lines} lines ${sure} sure from ${threshold ?? 'never'} on, ${wrong} of these wrong`);

async function readThem(lines: readonly ComposedLine[]): Promise<KnownLine[]> {
  const widths = lines.map(({ ink }) => ink.length / LINE_HEIGHT);
  const ink = Uint8Array.from(Buffer.concat(lines.map((line) => line.ink)));
  const { logits } = await cache.use(values.model, (loaded) => readLines(loaded, { height: LINE_HEIGHT, widths, ink }));
  return lines.map(({ signs }, i) => ({
    emissions: emissionsOf(logits[i]!, task.classes.length),
    truth: signs.map((sign) => task.classes[sign]!),
  }));
}
