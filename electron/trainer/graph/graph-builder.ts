import messages, { type NodeDef } from '@tensorflow/tfjs-node/dist/proto/api_pb.js';
import { attr, type AttrValue, DT, type Values } from './attributes.ts';

/** One output of a node, as TensorFlow writes it: "node" for its first, "node:1" for its second. */
export type Ref = string;

/** GraphDef's producer version: that of TensorFlow 2.9, so that every later library takes the graph. */
const PRODUCER = 1087;

/**
 * Marks an addition as one that TensorFlow's arithmetic optimizer has been at, so that it makes no AddN of it and its neighbours. A sum
 * of three and more it would have accumulated, in a graph that it takes for large, in whatever order the parts are ready: equal steps would
 * come to other bits.
 */
const KEEPS_ITS_PLACE = '_grappler_ArithmeticOptimizer_AddOpsRewriteStage';

/** Puts a TensorFlow graph together, node by node, and writes it as a SavedModel. */
export class GraphBuilder {
  private readonly nodes: NodeDef[] = [];
  private readonly constants = new Map<string, Ref>();

  /**
   * Adds one op. `control` names nodes that must have run before this one, although nothing flows between them.
   * Returns the node's name, which is also the ref of its first output.
   */
  add(op: string, inputs: readonly Ref[], attrs: Record<string, AttrValue> = {}, control: readonly Ref[] = []): Ref {
    if (op === 'AddN' && inputs.length > 2) return this.addInOrder(inputs, attrs, control);
    const name = `n${this.nodes.length}`;
    const node = new messages.NodeDef();
    node.setName(name);
    node.setOp(op);
    node.setInputList([...inputs, ...control.map((ref) => `^${ref}`)]);
    const map = node.getAttrMap();
    for (const [key, value] of Object.entries(attrs)) map.set(key, value);
    if (op === 'Add' || op === 'AddV2') map.set(KEEPS_ITS_PLACE, attr.bool(true));
    this.nodes.push(node);
    return name;
  }

  /** A sum from the first to the last, two at a time. */
  private addInOrder(inputs: readonly Ref[], attrs: Record<string, AttrValue>, control: readonly Ref[]): Ref {
    const T = attrs['T']!;
    const before = inputs.slice(1, -1).reduce((sum, next) => this.add('AddV2', [sum, next], { T }), inputs[0]!);
    return this.add('AddV2', [before, inputs.at(-1)!], { T }, control);
  }

  /** A constant; equal ones are made once. */
  constant(dtype: number, shape: readonly number[], values: Values): Ref {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const key = `${dtype}|${shape.join(',')}|${bytes.toString('latin1')}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const made = this.add('Const', [], { dtype: attr.type(dtype), value: attr.tensor(dtype, shape, values) });
    this.constants.set(key, made);
    return made;
  }

  /** An int32 scalar constant. */
  int(value: number): Ref {
    return this.constant(DT.int32, [], Int32Array.of(value));
  }

  /** An int32 scalar and a number. */
  addInts(value: Ref, number: number): Ref {
    return number === 0 ? value : this.add('AddV2', [value, this.int(number)], { T: attr.type(DT.int32) });
  }

  /** The parts of a value along its first axis, which has `count` of them. */
  unpack(value: Ref, dtype: number, count: number): Ref[] {
    const attrs = { T: attr.type(dtype), num: attr.int(count), axis: attr.int(0) };
    const name = this.add('Unpack', [value], attrs);
    return Array.from({ length: count }, (_, i) => (i === 0 ? name : `${name}:${i}`));
  }

  /** Equally shaped values as one, along a new first axis. `after` as `control` of `add`. */
  pack(values: readonly Ref[], dtype: number, after: readonly Ref[] = []): Ref {
    const attrs = { T: attr.type(dtype), N: attr.int(values.length), axis: attr.int(0) };
    return this.add('Pack', values, attrs, after);
  }

  /** Rows of a table by an int32 vector of indices. */
  gather(table: Ref, dtype: number, indices: Ref): Ref {
    const attrs = {
      Tparams: attr.type(dtype),
      Tindices: attr.type(DT.int32),
      Taxis: attr.type(DT.int32),
      batch_dims: attr.int(0),
    };
    return this.add('GatherV2', [table, indices, this.int(0)], attrs);
  }

  placeholder(dtype: number, shape: readonly number[]): Ref {
    return this.add('Placeholder', [], { dtype: attr.type(dtype), shape: attr.shape(shape) });
  }

  /** The handle of a variable that lives as long as the session. */
  variable(name: string, dtype: number, shape: readonly number[]): Ref {
    return this.add('VarHandleOp', [], {
      dtype: attr.type(dtype),
      shape: attr.shape(shape),
      shared_name: attr.string(name),
      container: attr.string(''),
    });
  }

  read(handle: Ref, dtype: number, after: readonly Ref[] = []): Ref {
    return this.add('ReadVariableOp', [handle], { dtype: attr.type(dtype) }, after);
  }

  assign(handle: Ref, value: Ref, dtype: number, after: readonly Ref[] = []): Ref {
    return this.add('AssignVariableOp', [handle, value], { dtype: attr.type(dtype) }, after);
  }

  /** Something to fetch that has run only when all of `refs` have. */
  group(refs: readonly Ref[]): Ref {
    return this.add('Identity', [this.int(0)], { T: attr.type(DT.int32) }, refs);
  }

  /** The bytes of saved_model.pb, with the tag `serve` and no signatures: the session feeds and fetches nodes by name. */
  encode(): Uint8Array {
    const graph = new messages.GraphDef();
    graph.setNodeList(this.nodes);
    const versions = new messages.VersionDef();
    versions.setProducer(PRODUCER);
    graph.setVersions(versions);
    const info = new messages.MetaGraphDef.MetaInfoDef();
    info.setTagsList(['serve']);
    const meta = new messages.MetaGraphDef();
    meta.setMetaInfoDef(info);
    meta.setGraphDef(graph);
    const model = new messages.SavedModel();
    model.setSavedModelSchemaVersion(1);
    model.setMetaGraphsList([meta]);
    return model.serializeBinary();
  }
}
