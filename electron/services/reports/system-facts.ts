import os from 'node:os';

/** What a report says of the machine and the program's runtimes: no names of the machine or of its user. */
export function systemFacts(language: string): readonly (readonly [string, string])[] {
  const { node, electron, chrome, v8 } = process.versions as NodeJS.ProcessVersions & Partial<Record<string, string>>;
  const cpus = os.cpus();
  const { XDG_SESSION_TYPE: session, XDG_CURRENT_DESKTOP: desktop } = process.env;
  const facts: [string, string | undefined][] = [
    ['system', `${os.platform()} ${os.arch()}, ${os.type()} ${os.release()}, ${os.version()}`],
    ['processor', `${cpus.length} x ${cpus[0]?.model.trim() ?? 'unknown'}`],
    ['memory', `${gigabytes(os.totalmem())} GB, ${gigabytes(os.freemem())} GB free`],
    ['language', language],
    ['desktop', [desktop, session].filter(Boolean).join(', ') || undefined],
    ['electron', electron],
    ['chromium', chrome],
    ['node', node],
    ['v8', v8],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
