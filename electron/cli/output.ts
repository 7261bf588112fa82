import { honestShare } from '../../shared/words/numbers.ts';

/** Where a command says things: results on stdout, everything else on stderr. */
export interface Output {
  readonly json: boolean;
  /** One JSON object on a line of stdout; nothing without --json. */
  line(object: Readonly<Record<string, unknown>>): void;
  /** A readable result on stdout; nothing with --json. */
  say(text: string): void;
  /** A note for the person at the terminal, on stderr. */
  note(text: string): void;
  /** A line on stderr that the next one overwrites, where stderr is a terminal; nothing elsewhere. */
  progress(text: string): void;
}

export function createOutput(json: boolean): Output {
  let open = false;
  const close = () => {
    if (open) process.stderr.write('\n');
    open = false;
  };
  return {
    json,
    line: (object) => void (json && process.stdout.write(`${JSON.stringify(object)}\n`)),
    say: (text) => {
      close();
      if (!json) process.stdout.write(`${text}\n`);
    },
    note: (text) => {
      close();
      process.stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!process.stderr.isTTY) return;
      process.stderr.write(`\r\x1b[K${text}`);
      open = true;
    },
  };
}

/** Never rounds up to a false 100 %. */
export const percent = (share: number, digits = 2): string => `${(100 * honestShare(share, digits)).toFixed(digits)} %`;
