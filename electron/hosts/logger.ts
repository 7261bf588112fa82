import { terminalJson, terminalLine } from '../../shared/words/terminal-text.ts';
import type { Logger } from '../environment.ts';

/** One line for each message, facts as JSON after it: `write` is stderr, so that stdout stays the program's answer. */
export function createLogger(write: (line: string) => void): Logger {
  const at = (level: string) => (message: string, facts?: Record<string, unknown>) =>
    write(`${new Date().toISOString()} ${level} ${terminalLine(message)}${facts ? ` ${terminalJson(facts)}` : ''}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
