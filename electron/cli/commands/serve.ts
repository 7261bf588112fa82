import type { Services } from '../../hosts/create-services.ts';
import { startWebHost } from '../../hosts/web-host.ts';
import type { Arguments } from '../arguments.ts';
import { wholeNumber } from '../choices/number.ts';
import type { Output } from '../output.ts';

/** Serves until the process is told to end. */
export async function serve(
  services: Services,
  args: Arguments,
  rendererFolder: string,
  output: Output,
): Promise<never> {
  const port = wholeNumber(args, 'port', 0, 65_535) ?? 0;
  const { url } = await startWebHost({ services, rendererFolder, port });
  output.line({ type: 'serving', url });
  output.say(url);
  return new Promise(() => undefined);
}
