import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ExportWriter } from '../../electron/formats/exports/export-file.ts';
import { WRITERS } from '../../electron/formats/exports/writers.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { exportFormatSchema } from '../../shared/contract/schemas/export.ts';
import type { LayerType } from '../../shared/contract/schemas/layer.ts';
import { LAYER_TYPES } from '../../shared/model/layers/registry.ts';
import { storedModel } from '../fixtures/exported-models.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { LAYER_CASES, modelOf } from '../fixtures/layer-cases.ts';

/** Whether no case with such a layer is refused for it. */
async function says(write: ExportWriter, type: LayerType): Promise<boolean> {
  const cases = LAYER_CASES.filter(({ layers }) => JSON.stringify(layers).includes(`"${type}"`));
  expect(cases.length, type).toBeGreaterThan(0);
  const answers = cases.map(({ layers, inputShape }) =>
    write(storedModel(modelOf(layers, inputShape))).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'export-layer') throw error;
        // Before a GRU stands a Reshape.
        return error.params['type'] !== type;
      },
    ),
  );
  return (await Promise.all(answers)).every((answer) => answer);
}

it('docs/exports.md says which layer every format has', async () => {
  const formats = exportFormatSchema.options;
  const rows = await Promise.all(
    LAYER_TYPES.map(async (type) => {
      const cells = formats.map(async (format) => ((await says(await WRITERS[format](), type)) ? 'yes' : '**no**'));
      return [`\`${type}\``, ...(await Promise.all(cells))];
    }),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = ['Layer', ...formats.map((format) => `\`${format}\``)];
  const table = [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
  expect(readFileSync(path.join(repositoryRoot, 'docs', 'exports.md'), 'utf8')).toContain(table);
});
