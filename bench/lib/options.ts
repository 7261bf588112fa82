import { parseArgs } from 'node:util';
import type { FuzzOptions } from './bench.ts';

interface Named {
  readonly name: string;
  readonly about: string;
  readonly onlyNamed?: boolean;
}

export interface Options<P extends Named> {
  /** In the suite's order; if none was named all but those that want to be. */
  readonly parts: readonly P[];
  readonly quick: boolean;
  readonly markdown: boolean;
  /** Whether Keras and PyTorch may be installed. */
  readonly peers: boolean;
  /** Where the numbers go. */
  readonly out: string | null;
  readonly fuzz: FuzzOptions;
  /** Folders of trained models that are measured in place of training some. */
  readonly models: readonly string[];
  /** A file of an earlier run, to be printed again. */
  readonly from: string | null;
}

export const USAGE = (parts: readonly Named[]): string => `Usage: npm run bench -- [PART ...] [options]

${parts.map(({ name, about }) => `  ${name.padEnd(13)} ${about}`).join('\n')}

  --quick       fewer rounds and images: about four minutes for all, not for the record
  --markdown    tables as Markdown
  --peers       installs Keras and PyTorch first, if they are not there (or INKSTONE_PEERS_PYTHON names a Python with them)
  --out FILE    where the numbers go; else bench/results/DATE.json
  --seed N, --inputs N, --again TARGET:NUMBER
                of fuzz: another seed than 1, another number of inputs, one input alone
  --model FOLDER
                of known: this model, and no other; may be given more than once
  --from FILE   measures nothing: prints the tables of such a file
`;

/** Null: the arguments are invalid, or ask for help. */
export function readOptions<P extends Named>(argv: readonly string[], parts: readonly P[]): Options<P> | null {
  const parsed = parse(argv);
  if (!parsed || parsed.values.help) return null;
  const { values, positionals } = parsed;
  const [seed, inputs] = [Number(values.seed), values.inputs === undefined ? undefined : Number(values.inputs)];
  if (!isCount(seed) || (inputs !== undefined && !isCount(inputs))) return null;
  if (positionals.some((name) => !parts.some((part) => part.name === name))) return null;
  return {
    parts:
      positionals.length === 0
        ? parts.filter(({ onlyNamed }) => !onlyNamed)
        : parts.filter(({ name }) => positionals.includes(name)),
    quick: values.quick,
    markdown: values.markdown,
    peers: values.peers,
    out: values.out ?? null,
    fuzz: { seed, inputs, again: values.again ?? null },
    models: values.model,
    from: values.from ?? null,
  };
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 0xffffffff;

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
        seed: { type: 'string', default: '1' },
        inputs: { type: 'string' },
        again: { type: 'string' },
        model: { type: 'string', multiple: true, default: [] },
        from: { type: 'string' },
      },
    });
  } catch {
    return null;
  }
}
