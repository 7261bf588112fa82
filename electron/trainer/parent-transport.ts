import { electronPortTransport, type ElectronPort } from '../../shared/rpc/port.ts';
import { processTransport } from '../../shared/rpc/process.ts';
import type { Transport } from '../../shared/rpc/transport.ts';

/**
 * The trainer's channel to the host that started it: `parentPort` in Electron's utility process, the IPC channel in a
 * Node child. Take it once, at start. When the host is gone the trainer ends too: what matters is in its checkpoints.
 *
 * Throws when the trainer was started by hand, without a host.
 */
export function parentTransport(): Transport {
  const { parentPort } = process as unknown as { parentPort?: ElectronPort };
  if (!parentPort && !process.send) throw new Error('The trainer is started by a host, not by hand.');
  const transport = parentPort ? electronPortTransport(parentPort) : processTransport(process);
  transport.onClose(() => process.exit(0));
  return transport;
}
