import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ExportWriter } from '../../electron/formats/exports/export-file.ts';
import { rounded } from '../../electron/formats/exports/packing/rounded.ts';
import { WRITERS } from '../../electron/formats/exports/writers.ts';
import { AppError } from '../../shared/contract/errors.ts';
import {
  exportWeightsSchema,
  foreignFormatSchema,
  type ForeignFormat,
  type ExportWeights,
} from '../../shared/contract/schemas/export.ts';
import type { LayerType } from '../../shared/contract/schemas/layer.ts';
import { LAYER_TYPES } from '../../shared/model/layers/registry.ts';
import { storedModel } from '../fixtures/exported-models.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { LAYER_CASES, modelOf } from '../fixtures/layer-cases.ts';

/** Whether a format takes every case with such a layer. */
async function says(write: ExportWriter, type: LayerType): Promise<boolean> {
  const cases = LAYER_CASES.filter(({ layers }) => JSON.stringify(layers).includes(`"${type}"`));
  expect(cases.length, type).toBeGreaterThan(0);
  const written = cases.map(({ layers, inputShape }) => write(storedModel(modelOf(layers, inputShape))));
  return (await Promise.allSettled(written)).every(({ status }) => status === 'fulfilled');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
const yes = (is: boolean): string => (is ? 'yes' : '**no**');
const docs = (): string => readFileSync(path.join(repositoryRoot, 'docs', 'exports.md'), 'utf8');
const formats = foreignFormatSchema.options;
const names = formats.map((format) => `\`${format}\``);

it('docs/exports.md says which layer every format has', async () => {
  const rows = await Promise.all(
    LAYER_TYPES.map(async (type) => {
      const cells = formats.map(async (format) => yes(await says(await WRITERS[format](), type)));
      return [`\`${type}\``, ...(await Promise.all(cells))];
    }),
  );
  expect(docs()).toContain(table(['Layer', ...names], rows));
});

it('docs/exports.md says which weights every format holds', () => {
  const model = storedModel(modelOf(LAYER_CASES[0]!.layers, LAYER_CASES[0]!.inputShape));
  const holds = (format: ForeignFormat, weights: ExportWeights): boolean => {
    try {
      return rounded(model, format, weights).packing.weights === weights;
    } catch (error) {
      if (error instanceof AppError && error.code === 'export-weights') return false;
      throw error;
    }
  };
  const rows = exportWeightsSchema.options.map((weights) => [
    `\`${weights}\``,
    ...formats.map((format) => yes(holds(format, weights))),
  ]);
  expect(docs()).toContain(table(['Weights', ...names], rows));
});
