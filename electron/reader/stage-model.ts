import path from 'node:path';
import type { CallOutput, ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import { writeAtomic } from '../files/atomic-write.ts';
import { convert } from '../formats/models/convert.ts';
import { useModel } from '../formats/models/find-model.ts';
import { openTree } from '../formats/tree/open-tree.ts';
import { weightsSha256 } from '../trainer/formats/model-folder.ts';
import { encodeSafetensors } from '../trainer/formats/safetensors.ts';
import { telling, type Progress } from './telling.ts';

type Staged = CallOutput<ReaderCalls, 'model.stage'>;

/** `model.stage`: see shared/contract/reader.ts. */
export const stageModel = (
  request: ParsedInput<ReaderCalls, 'model.stage'>,
  tell: (progress: Progress) => void,
): Promise<Staged> => telling(tell, () => stage(request));

async function stage({ path: source, name, folder }: ParsedInput<ReaderCalls, 'model.stage'>): Promise<Staged> {
  const tree = await openTree(source);
  try {
    const { found, converted } = await useModel(tree, name, (found, weights) => ({
      found,
      converted: convert(found, weights),
    }));
    const { layers, assumptions, model, fault } = converted;
    const { file, format, program, labels } = found;
    const weights = model?.weights ?? null;
    if (weights) {
      const pieces = encodeSafetensors({ tensors: weights, metadata: { format: 'inkstone-1' } });
      await writeAtomic(path.join(folder, 'weights.safetensors'), pieces);
    }
    return {
      origin: { file, format, program, assumptions: [...assumptions] },
      layers: [...layers],
      labels: labels && [...labels],
      model: model && { spec: model.spec, weightsSha256: weights && weightsSha256(weights) },
      fault,
    };
  } finally {
    await tree.close();
  }
}
