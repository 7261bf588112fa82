import path from 'node:path';
import type { ModelCard } from '../../../shared/contract/schemas/predict.ts';
import { surenessSchema, type Sureness } from '../../../shared/contract/schemas/sureness.ts';
import { readJson } from '../../files/json-file.ts';

/** Beside a model of lines: when its readings are called sure. */
const FILE = 'sure.json';

/** What a model's folder says of that; null: nothing, or of other weights. Throws `file-torn`, `file-newer`, storage errors. */
export async function surenessOf(
  folder: string,
  { weightsSha256 }: Pick<ModelCard, 'weightsSha256'>,
): Promise<Sureness | null> {
  const sureness = await readJson(path.join(folder, FILE), surenessSchema, 1);
  return sureness?.weightsSha256 === weightsSha256 ? sureness : null;
}
