/** What `npm test` runs, in order. The names are those of `--only`. */
export const TYPE_PARTS = ['shared', 'electron', 'renderer', 'scripts', 'test'] as const;
export const PROJECTS = [
  'unit',
  'contract',
  'services',
  'trainer',
  'component',
  'e2e-web',
  'e2e-electron',
  'packed',
] as const;
export type Project = (typeof PROJECTS)[number];

/** What drives a window waits more than it works: these lanes run beside each other, when all others are over. */
export const LANES: readonly (readonly Project[])[] = [['e2e-web'], ['e2e-electron', 'packed']];

export interface Selection {
  readonly types: boolean;
  readonly lint: boolean;
  /** What npm's registry knows against what is shipped. */
  readonly advisories: boolean;
  readonly projects: readonly Project[];
  /** Goes to vitest as it is: file filters, -t and the like. */
  readonly rest: readonly string[];
}

/** Reads `--only a,b` (several times if need be); null with `complain` called if it names something unknown. */
export function select(args: readonly string[], complain: (text: string) => void): Selection | null {
  const only: string[] = [];
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument === '--only') only.push(...(args[++i] ?? '').split(','));
    else if (argument.startsWith('--only=')) only.push(...argument.slice('--only='.length).split(','));
    else rest.push(argument);
  }
  const known: readonly string[] = ['advisories', 'types', 'lint', ...PROJECTS];
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    complain(`--only takes ${known.join(', ')}; not ${unknown.map((name) => `"${name}"`).join(', ')}.`);
    return null;
  }
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  return {
    types: wanted('types'),
    lint: wanted('lint'),
    advisories: wanted('advisories'),
    projects: PROJECTS.filter(wanted),
    rest,
  };
}
