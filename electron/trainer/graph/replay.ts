import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import { attr, type AttrValue } from './attributes.ts';
import type { GraphBuilder, Ref } from './graph-builder.ts';
import type { RecordedAttr, RecordedOp, Trace } from './trace.ts';
import type { VariableOrder } from './variable-order.ts';

type Binding = NodeJSKernelBackend['binding'];

/** Ops that change the variables whose handles they take; every other op on a handle only reads. */
const WRITES = /^(Assign|ResourceApply|ResourceScatter)/;

/**
 * Writes a trace into a graph. `bound` says which refs stand for the tensors that came from outside (variables'
 * handles, batch, seeds); constants are written as such. The result maps every tensor id of the trace to its ref.
 * `order` carries the variables' reads and writes from one replay to the next, so that several steps may follow each
 * other in one graph.
 *
 * Throws when the trace used a tensor that is neither bound, nor a constant, nor computed in it: it would be frozen
 * at the value it had when traced.
 */
export function replay(
  graph: GraphBuilder,
  binding: Binding,
  trace: Trace,
  bound: ReadonlyMap<number, Ref>,
  handles: ReadonlySet<Ref>,
  order: VariableOrder,
): Map<number, Ref> {
  const refs = new Map(bound);
  const typeOf = new Map<number, number>();
  const refOf = (id: number, op: RecordedOp): Ref => {
    const known = refs.get(id);
    if (known !== undefined) return known;
    const constant = trace.constants.get(id);
    if (constant === undefined)
      throw new Error(`op ${op.op} of a traced step reads tensor ${id}, which is not part of it`);
    const ref = graph.constant(constant.dtype, constant.shape, constant.values);
    refs.set(id, ref);
    typeOf.set(id, constant.dtype);
    return ref;
  };

  for (const op of trace.ops) {
    const inputs = op.inputs.map((id) => refOf(id, op));
    const attrs = Object.fromEntries(op.attrs.map((a) => [a.name, attribute(binding, a)]));
    const touched = inputs.filter((ref) => handles.has(ref));
    const writes = WRITES.test(op.op);
    const name = graph.add(op.op, inputs, { ...inferred(op, typeOf), ...attrs }, order.before(touched, writes));
    order.done(touched, writes, name);
    op.outputs.forEach((id, i) => {
      refs.set(id, i === 0 ? name : `${name}:${i}`);
      typeOf.set(id, op.outputTypes[i]!);
    });
  }
  return refs;
}

/** Attributes that eager execution infers from the inputs' types and tfjs-node therefore leaves out; a graph needs them. */
function inferred(op: RecordedOp, typeOf: ReadonlyMap<number, number>): Record<string, AttrValue> {
  if (op.op !== 'ExpandDims') return {};
  return { T: attr.type(typeOf.get(op.inputs[0]!) ?? 1), Tdim: attr.type(typeOf.get(op.inputs[1]!) ?? 3) };
}

function attribute(binding: Binding, { name, type, value }: RecordedAttr): AttrValue {
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return attr.type(value as number);
    case binding.TF_ATTR_INT:
      return Array.isArray(value) ? attr.ints(value as number[]) : attr.int(value as number);
    case binding.TF_ATTR_FLOAT:
      return Array.isArray(value) ? attr.floats(value as number[]) : attr.float(value as number);
    case binding.TF_ATTR_BOOL:
      return Array.isArray(value) ? attr.bools(value as boolean[]) : attr.bool(value as boolean);
    case binding.TF_ATTR_STRING:
      return attr.string(value as string);
    case binding.TF_ATTR_SHAPE:
      return attr.shape(value as number[]);
    default:
      throw new Error(`attribute ${name} of a traced op has kind ${type}, which is not known here`);
  }
}
