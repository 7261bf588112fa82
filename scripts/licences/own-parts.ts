import fs from 'node:fs';
import path from 'node:path';
import { lessonModelSchema } from '../../shared/contract/schemas/run-id.ts';
import { root } from '../lib/root.ts';
import type { Part } from './part.ts';

const read = (folder: string, file: string): string => fs.readFileSync(path.join(folder, file), 'utf8').trim();

/** Inkstone itself, and the data that the models have learnt that come with it. */
export function ownParts(): Part[] {
  const { version } = JSON.parse(read(root, 'package.json')) as { version: string };
  const licence = read(root, 'LICENSE');
  return [
    { name: 'Inkstone', version, group: 'program', licence: 'MIT', homepage: null, text: licence, purl: null },
    modelPart('Starter model', 'starter', licence, PENS),
    modelPart('Line reader', 'line-reader', licence, PENS),
    ...lessonModelSchema.options.map((folder) => modelPart(`Model ${folder}`, folder, licence, null)),
  ];
}

/** Where the drawings come from that it has learnt, whose licence wants to be named. */
const PENS = 'https://archive.ics.uci.edu/dataset/81';

function modelPart(name: string, folder: string, licence: string, homepage: string | null): Part {
  const { trainedOn = [] } = JSON.parse(read(path.join(root, 'resources', folder), 'model.json')) as {
    trainedOn?: string[];
  };
  return {
    name,
    version: null,
    group: 'program',
    licence: 'MIT',
    homepage,
    text: [
      'The model is this project’s own, under its licence. It holds none of the data; it was trained on:',
      ...trainedOn.map((line) => `- ${line}`),
      licence,
    ].join('\n\n'),
    purl: null,
  };
}
