import process from 'node:process';
import type { HostEnvironment } from '../environment.ts';
import { terminalJson, terminalLine } from '../../shared/words/terminal-text.ts';

/**
 * A line, or several. Line breaks and control characters inside of a line are made visible, never printed as they are.
 */
type Text = string | readonly string[];

/** Of the host: what it says at a terminal depends on. */
export type Terminal = Pick<HostEnvironment, 'systemLanguage' | 'commandLine'>;

/** A command's output: results on stdout, everything else on stderr. */
export interface Output {
  readonly json: boolean;
  /** One JSON object on a line of stdout; nothing without --json. */
  line(object: Readonly<Record<string, unknown>>): void;
  /** A readable result on stdout; nothing with --json. */
  say(text: Text): void;
  /** A note for the person at the terminal, on stderr. */
  note(text: Text): void;
  /** A line on stderr that the next one overwrites, where stderr is a terminal; nothing elsewhere. */
  progress(text: string): void;
}

/** The only place where the command line writes. Its lines contain names from outside, so each is made safe here. */
export function createOutput(json: boolean): Output {
  let open = false;
  const close = () => {
    if (open) process.stderr.write('\n');
    open = false;
  };
  return {
    json,
    line: (object) => void (json && process.stdout.write(`${terminalJson(object)}\n`)),
    say: (text) => {
      close();
      if (!json) process.stdout.write(linesOf(text));
    },
    note: (text) => {
      close();
      process.stderr.write(linesOf(text));
    },
    progress: (text) => {
      if (!process.stderr.isTTY) return;
      process.stderr.write(`\r\x1b[K${terminalLine(text)}`);
      open = true;
    },
  };
}

const linesOf = (text: Text): string =>
  [text]
    .flat()
    .map((line) => `${terminalLine(line)}\n`)
    .join('');

export { percentText as percent } from '../../shared/words/numbers.ts';

/** Rows of cells as lines, each column as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd());
}
