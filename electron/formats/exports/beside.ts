import { EXPORT_NAMES, type ForeignFormat } from '../../../shared/contract/schemas/export.ts';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { aboutModel } from './about.ts';
import type { ExportFile } from './export-file.ts';
import type { Packing } from './packing/packing.ts';
import { usageOf } from './usage.ts';

/** Every export that is a folder has it. */
export const ABOUT = 'about.json';

/** What lies beside a model in an export that is a folder: about.json, for programs, and README.md, for people. */
export function beside(format: ForeignFormat, card: ModelCard, packing: Packing): ExportFile[] {
  const about = aboutModel(card, packing);
  const text = (path: string, lines: readonly string[]): ExportFile => ({
    path,
    bytes: new TextEncoder().encode(`${lines.join('\n')}\n`),
  });
  return [
    text(ABOUT, [JSON.stringify({ ...about, classes: card.task.classes }, null, 2)]),
    text('README.md', [
      `# ${card.name}`,
      '',
      `A model of Inkstone's as ${EXPORT_NAMES[format]}.`,
      '',
      ...Object.entries(about).map(([key, value]) => `- ${key}: ${value}`),
      ...usageOf(format, card, 'MODEL').flatMap(({ language, code }) => [
        '',
        `In ${language}:`,
        '',
        `\`\`\`${language}`,
        code.trimEnd(),
        '```',
      ]),
      '',
      'MODEL is this folder.',
    ]),
  ];
}
