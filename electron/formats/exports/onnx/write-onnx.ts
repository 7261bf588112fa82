import { AppError } from '../../../../shared/contract/errors.ts';
import { describeLayers } from '../../../../shared/model/describe-layers.ts';
import { atWidth } from '../../../../shared/model/line-model.ts';
import { describeClassifier } from '../../../../shared/model/shapes.ts';
import type { StoredModel } from '../../../trainer/formats/model-folder.ts';
import { aboutModel, INPUT, OUTPUT } from '../about.ts';
import type { ExportWriter } from '../export-file.ts';
import { lowerModel } from '../graph/lower-model.ts';
import { UNPACKED } from '../packing/packing.ts';
import { modelProto, nodeProto, valueInfo } from './onnx-messages.ts';
import { OnnxOps } from './onnx-ops.ts';

/** Widths that are tried beside a line model's own, each wider by the step that widths have: paddings repeat sooner, whatever the strides. */
const [WIDTH_STEP, WIDTHS_TRIED] = [32, 12];

/**
 * One file of ONNX, opset 17: as `lowerModel` says the model, its description in `metadata_props`. A model of lines takes images of any width that is a
 * multiple of 32, where its graph is one for all of them.
 */
export const writeOnnx: ExportWriter = async (model, packing = UNPACKED) => {
  const { card } = model;
  const free = card.task.reads === 'line' && isOfAnyWidth(model);
  const about = aboutModel(card, packing, free ? `(any multiple of ${WIDTH_STEP})` : undefined);
  const ops = new OnnxOps(free, packing);
  const end = lowerModel(model, INPUT, ops);
  const [height, , channels] = card.spec.inputShape;
  const output = describeLayers(card.spec.layers, card.spec.inputShape).at(-1)!.outputShape;
  const graph = {
    name: card.name,
    nodes: [...ops.nodes, nodeProto('Identity', [end], [OUTPUT], {})],
    initializers: ops.initializers,
    input: valueInfo(INPUT, free ? [height, 'width', channels] : card.spec.inputShape, about.input),
    output: valueInfo(OUTPUT, free ? ['steps', output.at(-1)!] : output, about.output),
  };
  return [{ path: 'model.onnx', bytes: modelProto(graph, card.name, about) }];
};

/** Whether other widths give the same graph and weights: a stride that does not divide them is padded otherwise from one to the next. */
function isOfAnyWidth(model: StoredModel): boolean {
  const [, width] = model.card.spec.inputShape;
  const own = graphAt(model, width);
  return Array.from({ length: WIDTHS_TRIED }, (_, i) => width + (i + 1) * WIDTH_STEP).every((other) =>
    graphAt(model, other)?.equals(own!),
  );
}

/** A line model's operations at a width, and how many weights it has there; null where its layers do not go together then. */
function graphAt(model: StoredModel, width: number): Buffer | null {
  try {
    const spec = atWidth(model.card.spec, width);
    const ops = new OnnxOps(true);
    lowerModel({ ...model, card: { ...model.card, spec } }, INPUT, ops);
    return Buffer.concat([Buffer.from(`${describeClassifier(spec).parameters}`), ...ops.nodes]);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
