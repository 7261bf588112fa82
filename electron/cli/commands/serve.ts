import type { Services } from '../../hosts/create-services.ts';
import { startWebHost } from '../../hosts/web-host.ts';
import type { Arguments } from '../arguments.ts';
import { number } from '../choices.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';

/** Serves until the process is told to end. */
export async function serve(
  services: Services,
  args: Arguments,
  rendererFolder: string,
  output: Output,
): Promise<never> {
  const port = number(args, 'port') ?? 0;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port is a whole number from 0 to 65535');
  const { url } = await startWebHost({ services, rendererFolder, port });
  output.line({ type: 'serving', url });
  output.say(url);
  return new Promise(() => undefined);
}
