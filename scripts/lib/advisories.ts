import { z } from 'zod';

/** What a check comes to: lines for a person, and whether it failed. */
export interface Verdict {
  readonly failed: boolean;
  readonly lines: readonly string[];
}

/** npm's `audit --json`, as far as it is read: version 2, or why the registry gave none. */
const auditSchema = z.union([
  z.object({
    vulnerabilities: z.record(
      z.string(),
      z.object({
        severity: z.string(),
        /** Where its packages lie: the keys of the lock file. */
        nodes: z.array(z.string()),
        /** Advisories; or names of packages, whose own entries have them. */
        via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
      }),
    ),
  }),
  z.object({ message: z.string() }),
]);

/** The lock file, as far as it is read. */
interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

const GRAVE = ['high', 'critical'];

/** What `npm audit --json` printed: high and critical advisories of what is shipped fail, those of tools are told. */
export function judgeAudit(printed: string, lock: Lock): Verdict {
  const audit = parsed(printed);
  if (audit === null) return { failed: false, lines: ['Advisories: npm gave no answer that can be read.'] };
  if ('message' in audit)
    return { failed: false, lines: [`Advisories: the registry does not answer (${audit.message}).`] };
  const grave = Object.entries(audit.vulnerabilities).filter(([, { severity }]) => GRAVE.includes(severity));
  // Electron is a tool's package for npm, and yet it is what ships.
  const isShipped = (node: string): boolean => node === 'node_modules/electron' || lock.packages[node]?.dev !== true;
  const shipped = grave.filter(([, { nodes }]) => nodes.some(isShipped));
  const words = ([name, { severity, via }]: (typeof grave)[number]): string =>
    `${name}: ${severity}, ${via.map((each) => (typeof each === 'string' ? `by way of ${each}` : `${each.title} (${each.url})`)).join('; ')}`;
  const tools = grave.filter((each) => !shipped.includes(each));
  return {
    failed: shipped.length > 0,
    lines: [
      shipped.length === 0 ? 'Advisories: none that is high, of what ships.' : 'Advisories of what ships:',
      ...shipped.map(words),
      ...(tools.length === 0 ? [] : ['Of tools, which do not ship:', ...tools.map(words)]),
    ],
  };
}

function parsed(printed: string): z.infer<typeof auditSchema> | null {
  try {
    return auditSchema.parse(JSON.parse(printed));
  } catch {
    return null;
  }
}

/** Electron mends the newest three majors. */
const SUPPORTED = 3;

/** The pinned Electron beside the newest one, null where the registry did not tell it. */
export function judgeElectron(pinned: string, newest: string | null): Verdict {
  if (newest === null) return { failed: false, lines: ['Electron: the registry does not tell the newest version.'] };
  const behind = major(newest) - major(pinned);
  if (behind >= SUPPORTED)
    return { failed: true, lines: [`Electron ${pinned} gets no fixes any more; the newest is ${newest}.`] };
  return {
    failed: false,
    lines: [
      pinned === newest ? `Electron ${pinned} is the newest.` : `Electron ${pinned} is pinned, ${newest} is out.`,
    ],
  };
}

const major = (version: string): number => Number(version.split('.', 1)[0]);
