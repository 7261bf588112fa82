import { parseArgs } from 'node:util';
import { pinAddon } from './addon.ts';
import { checkFeed } from './check-feed.ts';
import { makeKeys } from './keys.ts';
import { makeFeed } from './make-feed.ts';

const USAGE = `npm run release -- COMMAND
  keys --out FOLDER                     makes a pair of keys there; the private one never goes into the repository
  feed --version V --notes FILE.json --file PLATFORM/FORMAT=PACKAGE... [--base URL] [--days N] [--key FILE.pem]... --out FILE
                                        lists packages that are at hand, and signs the list; INKSTONE_RELEASE_KEY may hold a key
  check FILE [--packages FOLDER]        whether a list is signed by a key of this checkout, and packages are those that it lists
  addon --out FOLDER --base URL [--platform PLATFORM --file ADDON]
                                        lays this platform's addon there under its name, and pins it in electron/native/addons.json`;

/** Carries out one command. Resolves with the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function release(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: command === 'check',
      options: {
        ...{ out: text, version: text, notes: text, base: text, days: text, packages: text, platform: text },
        ...{ file: texts, key: texts },
      },
    });
    const needed = (name: 'out' | 'version' | 'notes' | 'base'): string => {
      const value = values[name];
      if (value === undefined) throw new UsageError(`${command} needs --${name}`);
      return value;
    };
    switch (command) {
      case 'keys':
        return makeKeys(needed('out'));
      case 'feed':
        return await makeFeed({
          version: needed('version'),
          notes: needed('notes'),
          files: values.file ?? [],
          base: values.base ?? '',
          days: daysOf(values.days ?? '180'),
          keys: values.key ?? [],
          out: needed('out'),
        });
      case 'check':
        if (positionals.length !== 1) throw new UsageError('check needs one file');
        return await checkFeed(positionals[0]!, values.packages ?? null);
      case 'addon':
        return pinAddon({
          out: needed('out'),
          base: needed('base'),
          platform: values.platform ?? null,
          file: values.file?.[0] ?? null,
        });
      default:
        throw new UsageError(command === undefined ? 'A command is needed.' : `There is no command ${command}.`);
    }
  } catch (error) {
    console.error((error as Error).message);
    const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    if (isUsage) console.error(USAGE);
    return isUsage ? 2 : 1;
  }
}

function daysOf(text: string): number {
  const days = Number(text);
  if (days > 0 && days <= 3650) return days;
  throw new UsageError(`--days is a number above 0, not ${text}`);
}

class UsageError extends Error {}
