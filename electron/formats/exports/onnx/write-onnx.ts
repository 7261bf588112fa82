import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import { aboutModel, INPUT, OUTPUT } from '../about.ts';
import type { ExportWriter } from '../export-file.ts';
import { lowerModel } from '../graph/lower-model.ts';
import { modelProto, nodeProto, valueInfo } from './onnx-messages.ts';
import { OnnxOps } from './onnx-ops.ts';

/** One file of ONNX, opset 17: as `lowerModel` says the model, its description in `metadata_props`. */
export const writeOnnx: ExportWriter = async (model) => {
  const { card } = model;
  const about = aboutModel(card);
  const ops = new OnnxOps();
  const end = lowerModel(model, INPUT, ops);
  const output = describeLayers(card.spec.layers, card.spec.inputShape).at(-1)!.outputShape;
  const graph = {
    name: card.name,
    nodes: [...ops.nodes, nodeProto('Identity', [end], [OUTPUT], {})],
    initializers: ops.initializers,
    input: valueInfo(INPUT, card.spec.inputShape, about['input']!),
    output: valueInfo(OUTPUT, output, about['output']!),
  };
  return [{ path: 'model.onnx', bytes: modelProto(graph, card.name, about) }];
};
