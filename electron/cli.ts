import path from 'node:path';
import { runCli } from './cli/run-cli.ts';

// The command line: node out/node/cli.cjs <command>. See electron/cli/usage.ts.
const root = path.resolve(process.argv[1] ?? '', '..', '..', '..');

// Whoever read what is said has closed the pipe (`| head`): as if asked to end, a run with its checkpoint.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.exitCode = 1;
  process.emit('SIGTERM');
});

void runCli(root, process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // What is written to a pipe is out before the process ends; a trainer that hangs must not keep it.
  process.stdout.write('', () => process.exit());
});
