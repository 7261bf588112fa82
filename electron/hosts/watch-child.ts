import { createInterface } from 'node:readline';
import type { Logger } from '../environment.ts';

/** Lines of its standard error that are told again with an unexpected end: what a process says before it dies. */
const LAST_LINES = 12;

export interface ChildWatch {
  /** What it prints (TensorFlow writes to stderr) goes to the host's log, line by line. */
  output(stdout: NodeJS.ReadableStream | null, stderr: NodeJS.ReadableStream | null): void;
  /** It was asked to end, so that its end is nothing to tell. */
  asked(): void;
  /** It has ended, and all that it printed has come. */
  ended(code: number | null, signal?: string | null): void;
}

/** Keeps the host's log of one of the program's other processes. */
export function watchChild(name: string, log: Logger): ChildWatch {
  const last: string[] = [];
  let expected = false;
  const read = (stream: NodeJS.ReadableStream | null, hear?: (line: string) => void): void => {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      log.info(name, { line });
      hear?.(line);
    });
  };
  return {
    output(stdout, stderr) {
      read(stdout);
      read(stderr, (line) => {
        last.push(line);
        if (last.length > LAST_LINES) last.shift();
      });
    },
    asked() {
      expected = true;
    },
    ended(code, signal = null) {
      if (!expected && (code !== 0 || signal !== null)) log.error(`${name} process ended`, { code, signal, last });
    },
  };
}
