import { bytesField, doubleField, wholeField } from '../protobuf.ts';

/** What a run was set to, by name. */
export type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

/** The tag by which TensorBoard's HParams tab knows a run's settings, and the name of the tab's plugin. */
const TAG = '_hparams_/session_start_info';
const PLUGIN = 'hparams';
/** TensorProto { DataType dtype = 1; TensorShapeProto tensor_shape = 2 } of no numbers, one dimension of size 0: what counts is beside it. */
const NO_NUMBERS = Buffer.concat([wholeField(1, 1), bytesField(2, bytesField(2, ''))]);

/**
 * Summary.Value { string tag = 1; TensorProto tensor = 8; SummaryMetadata metadata = 9 } of a run's settings
 * (tensorboard/plugins/hparams/plugin_data.proto). `group`: runs of one group are shown as one. `start`: seconds since the Unix epoch.
 */
export function hyperparametersValue(values: Hyperparameters, group: string, start: number): Uint8Array {
  // SessionStartInfo { map<string, google.protobuf.Value> hparams = 1; string group_name = 4; double start_time_secs = 5 }
  const entries = Object.entries(values).map(([name, value]) =>
    bytesField(1, Buffer.concat([bytesField(1, name), bytesField(2, anyValue(value))])),
  );
  const info = Buffer.concat([...entries, bytesField(4, group), doubleField(5, start)]);
  // SummaryMetadata { PluginData plugin_data = 1 }, PluginData { string plugin_name = 1; bytes content = 2 },
  // whose content is HParamsPluginData { SessionStartInfo session_start_info = 3 }.
  const plugin = Buffer.concat([bytesField(1, PLUGIN), bytesField(2, bytesField(3, info))]);
  return Buffer.concat([bytesField(1, TAG), bytesField(8, NO_NUMBERS), bytesField(9, bytesField(1, plugin))]);
}

/** google.protobuf.Value { double number_value = 2; string string_value = 3; bool bool_value = 4 } */
function anyValue(value: number | string | boolean): Uint8Array {
  if (typeof value === 'number') return doubleField(2, value);
  return typeof value === 'string' ? bytesField(3, value) : wholeField(4, value ? 1 : 0);
}
