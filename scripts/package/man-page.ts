import { HELP } from '../../electron/cli/usage.ts';
import type { Product } from './product.ts';

/** The manual of the command line, section 1: what `inkstone --help` says, as it says it. */
export function manPage({ version, summary }: Product): string {
  return [
    `.TH INKSTONE 1 "" "Inkstone ${version}" "User Commands"`,
    '.SH NAME',
    `inkstone \\- ${escaped(lowered(summary))}`,
    '.SH DESCRIPTION',
    '.nf',
    escaped(HELP.trimEnd()),
    '.fi',
    '.SH FILES',
    '.TP',
    '~/.local/share/inkstone',
    'Runs, models, hands, data sets and settings, unless INKSTONE_HOME or XDG_DATA_HOME name another folder. Stays when the package is removed.',
    '',
  ].join('\n');
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Text that roff prints as it is: it obeys a dot or an apostrophe that begins a line, takes a hyphen for a dash, and \ for a command. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');
