import { parseArgs } from 'node:util';

interface Named {
  readonly name: string;
  readonly about: string;
}

export interface Options<P extends Named> {
  /** In the suite's order; all if none was named. */
  readonly parts: readonly P[];
  readonly quick: boolean;
  readonly markdown: boolean;
  /** Whether Keras and PyTorch may be installed. */
  readonly peers: boolean;
  /** Where the numbers go. */
  readonly out: string | null;
  /** A file of an earlier run, to be printed again. */
  readonly from: string | null;
}

export const USAGE = (parts: readonly Named[]): string => `Usage: npm run bench -- [PART ...] [options]

${parts.map(({ name, about }) => `  ${name.padEnd(13)} ${about}`).join('\n')}

  --quick       fewer rounds and images: about four minutes for all, not for the record
  --markdown    tables as Markdown
  --peers       installs Keras and PyTorch first, if they are not there (or INKSTONE_PEERS_PYTHON names a Python with them)
  --out FILE    where the numbers go; else bench/results/DATE.json
  --from FILE   measures nothing: prints the tables of such a file
`;

/** Null: the arguments are invalid, or ask for help. */
export function readOptions<P extends Named>(argv: readonly string[], parts: readonly P[]): Options<P> | null {
  const parsed = parse(argv);
  if (!parsed || parsed.values.help) return null;
  const { values, positionals } = parsed;
  if (positionals.some((name) => !parts.some((part) => part.name === name))) return null;
  return {
    parts: positionals.length === 0 ? parts : parts.filter(({ name }) => positionals.includes(name)),
    quick: values.quick,
    markdown: values.markdown,
    peers: values.peers,
    out: values.out ?? null,
    from: values.from ?? null,
  };
}

function parse(argv: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        quick: flag,
        markdown: flag,
        peers: flag,
        help: flag,
        out: { type: 'string' },
        from: { type: 'string' },
      },
    });
  } catch {
    return null;
  }
}
