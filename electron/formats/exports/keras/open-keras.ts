import path from 'node:path';
import { fromErrorData } from '../../../../shared/contract/errors.ts';
import { softmax } from '../../../../shared/evaluation/softmax.ts';
import { forward } from '../../../../shared/forward/forward.ts';
import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import { elements } from '../../../../shared/model/info.ts';
import { convert } from '../../models/convert.ts';
import { useModel } from '../../models/find-model.ts';
import { openTree } from '../../tree/open-tree.ts';
import type { OpenExport } from '../open-export.ts';

/**
 * A Keras file as the studio's own import reads it, in plain arithmetic: there is no Keras here, and its files are compared with it in bench/peers.
 * Null for a model whose layers are not one after the other, which the import does not take.
 */
export const openKeras: OpenExport = async (file) => {
  const tree = await openTree(file);
  try {
    const { model, fault } = await useModel(tree, path.basename(file), (found, weights) => convert(found, weights));
    if (fault?.code === 'model-layers-refused') return null;
    if (fault) throw fromErrorData(fault);
    const { layers, inputShape } = model!.spec;
    const byPath = new Map(model!.weights!.map(({ name, values }) => [name, values]));
    const infos = describeLayers(layers, inputShape);
    const own = { layers, infos, weight: (name: string) => byPath.get(name)! };
    const each = infos.at(-1)!.outputShape.at(-1)!;
    return {
      async read(images, shape) {
        const size = elements(shape);
        const answers = Array.from({ length: images.length / size }, (_, i) => {
          const logits = forward(own, images.subarray(i * size, (i + 1) * size));
          return Array.from({ length: logits.length / each }, (_, step) => softmax(logits, step * each, each)).flat();
        });
        return Float32Array.from(answers.flat());
      },
    };
  } finally {
    await tree.close();
  }
};
