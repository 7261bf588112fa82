import path from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../shared/contract/errors.ts';
import { errorLines } from '../shared/words/error-words.ts';
import { toNumber } from './cli/choices/number.ts';
import { createOutput } from './cli/output.ts';
import { UsageError } from './cli/usage.ts';
import { appLayout } from './hosts/app-layout.ts';
import { createServices } from './hosts/create-services.ts';
import { logUncaught } from './hosts/logger.ts';
import { nodeEnvironment, systemLanguage } from './hosts/node-environment.ts';
import { startWebHost } from './hosts/web-host.ts';
import { stopOnSignal } from './hosts/stop-on-signal.ts';

// The studio in a browser on this machine: node out/node/web.cjs [--port N]. Its address is the one line on stdout.
const root = path.resolve(process.argv[1] ?? '', '..', '..', '..');
const terminal = (line: string): void => void process.stderr.write(line);

/** Throws UsageError for anything but `--port N`. */
function readPort(args: string[]): number {
  try {
    const { values } = parseArgs({ args, options: { port: { type: 'string', default: '0' } } });
    const port = toNumber(values.port, '--port');
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
    throw new UsageError(`--port is a whole number from 0 to 65535, not ${port}`);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

async function main(): Promise<void> {
  const port = readPort(process.argv.slice(2));
  const env = nodeEnvironment('web', root, terminal);
  logUncaught(env.log);
  env.log.info('web host', { version: env.version, pid: process.pid });
  const services = await createServices(env);
  const host = await startWebHost({ services, rendererFolder: appLayout(root).renderer, port });
  stopOnSignal(async () => {
    await services.stop();
    await host.close();
  });
  process.stdout.write(`${host.url}\n`);
}

main().catch((thrown: unknown) => {
  const { note } = createOutput(false);
  process.exitCode = thrown instanceof UsageError ? 2 : 1;
  if (thrown instanceof UsageError) note([thrown.message, 'Usage: web.cjs [--port N]']);
  else if (thrown instanceof AppError) note(errorLines(thrown, systemLanguage(process.env)));
  else throw thrown;
});
