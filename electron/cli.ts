import path from 'node:path';
import { runCli } from './cli/run-cli.ts';

// The command line: node out/node/cli.cjs <command>. See electron/cli/usage.ts.
const root = path.resolve(process.argv[1] ?? '', '..', '..', '..');

// The reader of our output has closed the pipe (`| head`): end as on a signal, a run with its checkpoint.
process.stdout.once('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.exitCode = 1;
  process.emit('SIGTERM');
});
// Every further line fails too, and a second request to end would not wait for the checkpoint. Notes that nobody reads are no
// reason to end at all.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

void runCli(root, process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // Writes to a pipe are complete before the process ends; a trainer that hangs must not keep it alive.
  process.stdout.write('', () => process.exit());
});
