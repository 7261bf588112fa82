import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import { INPUT, OUTPUT } from '../about.ts';
import { beside } from '../beside.ts';
import type { ExportWriter } from '../export-file.ts';
import { lowerModel } from '../graph/lower-model.ts';
import { UNPACKED } from '../packing/packing.ts';
import { savedModelProto } from './graph-messages.ts';
import { tensorBundle } from './tensor-bundle.ts';
import { TensorflowOps } from './tensorflow-ops.ts';

/** A SavedModel with the signature `serving_default`: its graph as `lowerModel` says the model, the weights as variables. */
export const writeSavedModel: ExportWriter = async (model, packing = UNPACKED) => {
  const { spec, weightsSha256 } = model.card;
  const shared = packing === UNPACKED ? weightsSha256 : `${weightsSha256}/${packing.weights}`;
  const ops = new TensorflowOps(INPUT, spec.inputShape, shared, packing);
  ops.name(lowerModel(model, INPUT, ops), OUTPUT);
  const saver = ops.saver();
  const output = describeLayers(spec.layers, spec.inputShape).at(-1)!.outputShape;
  const graph = savedModelProto({
    nodes: ops.nodes,
    input: { name: INPUT, node: INPUT, shape: spec.inputShape },
    output: { name: OUTPUT, node: OUTPUT, shape: output },
    saver,
  });
  return [
    { path: 'saved_model.pb', bytes: graph },
    ...tensorBundle('variables/variables', ops.variables),
    ...beside('savedmodel', model.card, packing),
  ];
};
