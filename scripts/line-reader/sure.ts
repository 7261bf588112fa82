import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeJson } from '../../electron/files/json-file.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { ModelCache } from '../../electron/trainer/evaluate/model-cache.ts';
import { readLines } from '../../electron/trainer/evaluate/read-lines.ts';
import { joinBytes } from '../../shared/join-bytes.ts';
import type { ComposedLine } from '../../shared/lines/line-composer.ts';
import { LINE_HEIGHT } from '../../shared/page/page.ts';
import { stream } from '../../shared/random/random.ts';
import { emissionsOf } from '../../shared/reading/emissions.ts';
import { learnSureness, type KnownLine } from '../../shared/reading/judge-kinds.ts';
import { root } from '../lib/root.ts';
import { heldOutLines, TASK } from './signs.ts';

/*
 * Learns when a line model's readings are sure, and writes that into sure.json beside it: from lines composed of those of MNIST's training
 * images that no reader learns from, half of them taken from pictures.
 */
const { values } = parseArgs({
  options: {
    mnist: { type: 'string', default: process.env['INKSTONE_MNIST_DIR'] ?? '../shared/data/mnist' },
    model: { type: 'string', default: path.join(root, 'resources', 'line-reader') },
    lines: { type: 'string', default: '60000' },
    seed: { type: 'string', default: '1' },
  },
});

const SEEN = 0.5;

/** Lines that are composed and read at a time. */
const TOGETHER = 400;

loadTensorflow();
const composer = heldOutLines(values, SEEN);
const { classes } = TASK;
const random = stream(Number(values.seed), 'lines');
const cache = new ModelCache();
const known: KnownLine[] = [];
while (known.length < Number(values.lines)) {
  const lines = Array.from({ length: TOGETHER }, () => composer.compose(random));
  known.push(...(await readThem(lines)));
  console.log(`${known.length} of ${values.lines} lines`);
}
const weightsSha256 = await cache.use(values.model, ({ card }) => card.weightsSha256);
const sureness = learnSureness(known, classes, weightsSha256);
cache.dispose();
await writeJson(path.join(values.model, 'sure.json'), sureness);
for (const [kind, { lines, sure, wrong, threshold }] of Object.entries(sureness.kinds))
  console.log(`${kind}: of ${lines} lines ${sure} sure from ${threshold ?? 'never'} on, ${wrong} of these wrong`);

async function readThem(lines: readonly ComposedLine[]): Promise<KnownLine[]> {
  const widths = lines.map(({ ink }) => ink.length / LINE_HEIGHT);
  const ink = joinBytes(lines.map((line) => line.ink));
  const { logits } = await cache.use(values.model, (loaded) => readLines(loaded, { height: LINE_HEIGHT, widths, ink }));
  return lines.map(({ signs }, i) => ({
    emissions: emissionsOf(logits[i]!, classes.length),
    truth: signs.map((sign) => classes[sign]!),
  }));
}
