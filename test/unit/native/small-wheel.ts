import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import type { PinnedWheel } from '../../../electron/native/pins.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A zip in memory: deflated members (stored ones too, by `stored`), local headers with extra fields, a central directory. */
export function makeZip(files: Readonly<Record<string, Buffer>>, stored: readonly string[] = []): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const method = stored.includes(name) ? 0 : 8;
    const data = method === 0 ? content : zlib.deflateRawSync(content);
    const extra = Buffer.alloc(7, 1);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra.length, 28);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), extra, data);
    directory.push(central, Buffer.from(name));
    offset += local.length + name.length + extra.length + data.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directoryBytes, end]);
}

/** Bytes that do not compress away, the same each time: a fault in the middle of them is a fault in the middle of the transfer. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

const [main, framework] =
  process.platform === 'darwin'
    ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
export const MAIN = `tensorflow/${main}`;
export const FRAMEWORK = `tensorflow/${framework}`;
export const WHEEL_NAME = 'tensorflow_cpu-2.18.1-cp311-cp311-linux.whl';

/** A wheel of the right shape with libraries of 200 kB and 50 kB of noise, and the pins that fit it. */
export function smallWheel(): { bytes: Buffer; files: Record<string, Buffer>; pinned: PinnedWheel } {
  const files: Record<string, Buffer> = {
    [FRAMEWORK]: noise(50_000, 7),
    [MAIN]: noise(200_000, 8),
    'tensorflow/other.txt': Buffer.from('not needed'),
  };
  const record = Object.entries(files).map(
    ([name, content]) => `${name},sha256=${createHash('sha256').update(content).digest('base64url')},${content.length}`,
  );
  const bytes = makeZip({ ...files, 'tensorflow_cpu-2.18.1.dist-info/RECORD': Buffer.from(`${record.join('\n')}\n`) }, [
    FRAMEWORK,
  ]);
  const members = [FRAMEWORK, MAIN].map((path) => ({ path, size: files[path]!.length, sha256: sha256(files[path]!) }));
  return {
    bytes,
    files,
    pinned: {
      project: 'tensorflow-cpu',
      version: '2.18.1',
      verified: true,
      wheel: WHEEL_NAME,
      sha256: sha256(bytes),
      members,
    },
  };
}
