import { maskedCrc32c } from './crc32c.ts';
import { type Hyperparameters, hyperparametersValue } from './hyperparameters.ts';
import { bytesField, doubleField, floatField, wholeField } from '../protobuf.ts';

/** Numbers of one step, by the name of their curve. */
export interface ScalarEvent {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/**
 * An event file of TensorBoard: TFRecords (tensorflow/core/lib/io/record_writer.h) of Event messages (tensorflow/core/util/event.proto),
 * the first of which names the version. Values that are not finite are written as they are: TensorBoard shows them as such.
 */
export function eventFile(events: readonly ScalarEvent[]): Uint8Array {
  const messages = events.map(({ time, step, values }) =>
    message(
      time,
      step,
      // Value { string tag = 1; float simple_value = 2 }
      Object.entries(values).map(([name, value]) => Buffer.concat([bytesField(1, name), floatField(2, value)])),
    ),
  );
  return recordsOf(events[0]?.time ?? 0, messages);
}

/** An event file of nothing but what a run was set to, for TensorBoard's HParams tab. `time`: milliseconds since the Unix epoch. */
export function hyperparametersFile(time: number, values: Hyperparameters, group: string): Uint8Array {
  return recordsOf(time, [message(time, 0, [hyperparametersValue(values, group, time / 1000)])]);
}

function recordsOf(time: number, messages: readonly Uint8Array[]): Uint8Array {
  const version = Buffer.concat([doubleField(1, time / 1000), bytesField(3, 'brain.Event:2')]);
  return Buffer.concat([version, ...messages].map(record));
}

/** Event { double wall_time = 1; int64 step = 2; Summary summary = 5 }, Summary { repeated Value value = 1 }. */
function message(time: number, step: number, values: readonly Uint8Array[]): Uint8Array {
  const summary = values.map((value) => bytesField(1, value));
  return Buffer.concat([doubleField(1, time / 1000), wholeField(2, step), bytesField(5, Buffer.concat(summary))]);
}

/** Length (uint64), its masked CRC-32C, the data, theirs: all little-endian. */
function record(data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(data.length, 0);
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(maskedCrc32c(data), 0);
  return Buffer.concat([head, data, tail]);
}
