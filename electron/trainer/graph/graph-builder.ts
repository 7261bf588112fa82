import messages, { type NodeDef } from '@tensorflow/tfjs-node/dist/proto/api_pb.js';
import { attr, type AttrValue, DT, type Values } from './attributes.ts';

/** One output of a node, as TensorFlow writes it: "node" for its first, "node:1" for its second. */
export type Ref = string;

/** GraphDef's producer version: that of TensorFlow 2.9, so that every later library takes the graph. */
const PRODUCER = 1087;

/** Puts a TensorFlow graph together, node by node, and writes it as a SavedModel. */
export class GraphBuilder {
  private readonly nodes: NodeDef[] = [];
  private readonly constants = new Map<string, Ref>();

  /**
   * Adds one op. `control` names nodes that must have run before this one, although nothing flows between them.
   * Returns the node's name, which is also the ref of its first output.
   */
  add(op: string, inputs: readonly Ref[], attrs: Record<string, AttrValue> = {}, control: readonly Ref[] = []): Ref {
    const name = `n${this.nodes.length}`;
    const node = new messages.NodeDef();
    node.setName(name);
    node.setOp(op);
    node.setInputList([...inputs, ...control.map((ref) => `^${ref}`)]);
    const map = node.getAttrMap();
    for (const [key, value] of Object.entries(attrs)) map.set(key, value);
    this.nodes.push(node);
    return name;
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

  scalar(value: number): Ref {
    return this.constant(DT.float, [], new Float32Array([value]));
  }

  /** A one-dimensional int32 constant: shapes, axes, offsets. */
  ints(...values: number[]): Ref {
    return this.constant(DT.int32, [values.length], Int32Array.from(values));
  }

  text(value: string): Ref {
    return this.add('Const', [], { dtype: attr.type(DT.string), value: attr.text(value) });
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
    return this.add('Identity', [this.constant(DT.int32, [], new Int32Array([0]))], { T: attr.type(DT.int32) }, refs);
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
