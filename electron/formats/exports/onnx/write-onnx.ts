import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import { aboutModel, INPUT, OUTPUT } from '../about.ts';
import type { ExportWriter } from '../export-file.ts';
import { lowerModel } from '../graph/lower-model.ts';
import { modelProto, nodeProto, valueInfo } from './onnx-messages.ts';
import { OnnxOps } from './onnx-ops.ts';

/**
 * One file of ONNX, opset 17: as `lowerModel` says the model, its description in `metadata_props`. A model of lines takes images of any width that is a
 * multiple of 32.
 */
export const writeOnnx: ExportWriter = async (model) => {
  const { card } = model;
  const isLine = card.task.reads === 'line';
  const about = aboutModel(card, isLine ? '(any multiple of 32)' : undefined);
  const ops = new OnnxOps(isLine);
  const end = lowerModel(model, INPUT, ops);
  const [height, , channels] = card.spec.inputShape;
  const output = describeLayers(card.spec.layers, card.spec.inputShape).at(-1)!.outputShape;
  const graph = {
    name: card.name,
    nodes: [...ops.nodes, nodeProto('Identity', [end], [OUTPUT], {})],
    initializers: ops.initializers,
    input: valueInfo(INPUT, isLine ? [height, 'width', channels] : card.spec.inputShape, about.input),
    output: valueInfo(OUTPUT, isLine ? ['steps', output.at(-1)!] : output, about.output),
  };
  return [{ path: 'model.onnx', bytes: modelProto(graph, card.name, about) }];
};
