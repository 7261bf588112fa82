/**
 * A word as a person types it in a shell of `platform` (as Node names it): in quotes if it holds anything that a shell would obey. On
 * Windows a name holds no quotes itself.
 */
export function shellWord(word: string, platform: string): string {
  if (platform === 'win32') return /^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
