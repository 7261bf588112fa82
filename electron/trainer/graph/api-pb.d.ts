/** The parts of TensorFlow's protobuf messages (as tfjs-node carries them, on google-protobuf) that are written here. */
declare module '@tensorflow/tfjs-node/dist/proto/api_pb.js' {
  class Message {
    serializeBinary(): Uint8Array;
  }
  export class TensorShape extends Message {
    setDimList(dims: TensorShape.Dim[]): void;
  }
  export namespace TensorShape {
    class Dim extends Message {
      setSize(size: number): void;
    }
  }
  export class Tensor extends Message {
    setDtype(dtype: number): void;
    setTensorShape(shape: TensorShape): void;
    setTensorContent(base64: string): void;
  }
  export class AttrValue extends Message {
    setS(base64: string): void;
    setI(value: number): void;
    setF(value: number): void;
    setB(value: boolean): void;
    setType(dtype: number): void;
    setShape(shape: TensorShape): void;
    setTensor(tensor: Tensor): void;
    setList(list: AttrValue.ListValue): void;
  }
  export namespace AttrValue {
    class ListValue extends Message {
      setIList(values: number[]): void;
      setFList(values: number[]): void;
      setBList(values: boolean[]): void;
    }
  }
  export class NodeDef extends Message {
    setName(name: string): void;
    setOp(op: string): void;
    setInputList(inputs: string[]): void;
    getAttrMap(): { set(name: string, value: AttrValue): void };
  }
  export class VersionDef extends Message {
    setProducer(version: number): void;
  }
  export class GraphDef extends Message {
    setNodeList(nodes: NodeDef[]): void;
    setVersions(versions: VersionDef): void;
  }
  export class MetaGraphDef extends Message {
    setMetaInfoDef(info: MetaGraphDef.MetaInfoDef): void;
    setGraphDef(graph: GraphDef): void;
  }
  export namespace MetaGraphDef {
    class MetaInfoDef extends Message {
      setTagsList(tags: string[]): void;
    }
  }
  export class SavedModel extends Message {
    setSavedModelSchemaVersion(version: number): void;
    setMetaGraphsList(graphs: MetaGraphDef[]): void;
  }

  /** CommonJS: the whole module is the default import, and Node finds no named ones. */
  const messages: {
    TensorShape: typeof TensorShape;
    Tensor: typeof Tensor;
    AttrValue: typeof AttrValue;
    NodeDef: typeof NodeDef;
    VersionDef: typeof VersionDef;
    GraphDef: typeof GraphDef;
    MetaGraphDef: typeof MetaGraphDef;
    SavedModel: typeof SavedModel;
  };
  export default messages;
}
