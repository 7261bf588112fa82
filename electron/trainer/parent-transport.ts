import { electronPortTransport, type ElectronPort } from '../../shared/rpc/port.ts';
import { processTransport } from '../../shared/rpc/process.ts';
import type { Transport } from '../../shared/rpc/transport.ts';

/**
 * The channel of one of the program's other processes to the host that started it: `parentPort` in Electron's utility process,
 * the IPC channel in a Node child. Take it once, at start. It closes when the host is gone, however that died.
 *
 * Throws when the process was started by hand, without a host.
 */
export function parentTransport(): Transport {
  const { parentPort } = process as unknown as { parentPort?: ElectronPort };
  if (!parentPort && !process.send) throw new Error('The trainer is started by a host, not by hand.');
  return parentPort ? electronPortTransport(parentPort) : processTransport(process);
}
