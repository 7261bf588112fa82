import path from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../shared/contract/errors.ts';
import { errorWords } from '../shared/words/error-words.ts';
import { appLayout } from './hosts/app-layout.ts';
import { createServices } from './hosts/create-services.ts';
import { createLogger } from './hosts/logger.ts';
import { nodeEnvironment, systemLanguage } from './hosts/node-environment.ts';
import { startWebHost } from './hosts/web-host.ts';
import { stopOnSignal } from './hosts/stop-on-signal.ts';

// The studio in a browser on this machine: node out/node/web.cjs [--port N]. Its address is the one line on stdout.
const root = path.resolve(process.argv[1] ?? '', '..', '..', '..');
const log = createLogger((line) => process.stderr.write(line));

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const services = await createServices(nodeEnvironment('web', root, log));
  const host = await startWebHost({ services, rendererFolder: appLayout(root).renderer, port: Number(values.port) });
  stopOnSignal(async () => {
    await services.stop();
    await host.close();
  });
  process.stdout.write(`${host.url}\n`);
}

main().catch((thrown: unknown) => {
  if (thrown instanceof AppError) process.stderr.write(`${errorWords(thrown, systemLanguage(process.env))}\n`);
  else log.error('web host', { thrown: thrown instanceof Error ? thrown.stack : String(thrown) });
  process.exitCode = 1;
});
