/** Names that Windows keeps for devices, whatever comes behind a dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * For each class a folder's name that every file system takes: what may stand in no name, or means something there, as %XX of its UTF-8
 * bytes (and so nothing leads out of the folder). Names that differ in case alone would be one folder on many disks; those after the
 * first get a number.
 */
export function folderNames(classes: readonly string[]): string[] {
  const taken = new Set<string>();
  return classes.map((name) => {
    const plain = folderName(name);
    let own = plain;
    for (let n = 2; taken.has(own.toLowerCase()); n++) own = `${plain} (${n})`;
    taken.add(own.toLowerCase());
    return own;
  });
}

function folderName(name: string): string {
  const encoded = name.replace(/[^\p{L}\p{M}\p{N} _-]/gu, percent).replace(/^ | $/g, '%20');
  return DEVICE.test(encoded) ? encoded.replace(/^./, percent) : encoded;
}

const percent = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
