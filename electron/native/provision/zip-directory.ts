/** Where a member's compressed bytes lie in a zip, as its central directory says. */
export interface ZipMember {
  readonly path: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly headerOffset: number;
}

/** Reads bytes of a zip wherever it lies: a server that honours Range, or a file. A negative offset counts from the end. */
export interface ByteSource {
  readonly name: string;
  readTail(length: number): Promise<{ bytes: Buffer; total: number }>;
  read(offset: number, length: number): Promise<Buffer>;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const LOCAL_SIZE = 30;
/** Bytes: room for hundreds of thousands of members. */
const MOST_DIRECTORY = 64 << 20;

/** The zip format's own limits apply (no zip64): wheels are far below 4 GB. Format: PKWARE APPNOTE 4.3. */
export async function readZipDirectory(source: ByteSource): Promise<ZipMember[]> {
  const { bytes: tail, total } = await source.readTail(END_SIZE + MAX_COMMENT);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || tail.readUInt32LE(end) !== END) throw new Error(`${source.name} is not a zip archive, or is cut off`);
  const size = tail.readUInt32LE(end + 12);
  if (size > MOST_DIRECTORY) throw new Error(`the directory of ${source.name} would have ${size} bytes`);
  const offset = tail.readUInt32LE(end + 16);
  const tailStart = total - tail.length;
  const directory =
    offset >= tailStart
      ? tail.subarray(offset - tailStart, offset - tailStart + size)
      : await source.read(offset, size);
  return parseDirectory(directory, tail.readUInt16LE(end + 10), source.name);
}

function parseDirectory(directory: Buffer, count: number, name: string): ZipMember[] {
  const members: ZipMember[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw new Error(`the directory of ${name} is torn`);
    const nameLength = directory.readUInt16LE(at + 28);
    members.push({
      path: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return members;
}

/** Offset of a member's first compressed byte: its local header has name and extra fields of its own lengths. */
export async function memberDataOffset(source: ByteSource, member: ZipMember): Promise<number> {
  const header = await source.read(member.headerOffset, LOCAL_SIZE);
  if (header.readUInt32LE(0) !== LOCAL) throw new Error(`no member header at ${member.headerOffset} of ${source.name}`);
  return member.headerOffset + LOCAL_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
}
