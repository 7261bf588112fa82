import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';

/*
 * Windows tells nobody when another process began, and uses ids again at once. So a process that is to be known opens a named pipe
 * with a name that no other will ever have: the system takes it away when the process ends, however it ends.
 */
const pipeName = (pid: number, start: string): string => `\\\\.\\pipe\\inkstone-${pid}-${start}`;

/** The server must not be collected. */
let opened: { readonly server: net.Server; readonly start: string } | null = null;

/** Opens this process's pipe, once, and gives what tells it from others with its id; empty where the system refuses it. */
export function openProcessPipe(): string {
  if (opened) return opened.start;
  const start = randomBytes(8).toString('hex');
  const server = net.createServer((caller) => {
    caller.on('error', () => undefined);
    caller.destroy();
  });
  server.on('error', () => undefined);
  // Libuv makes the pipe before this returns.
  server.listen(pipeName(process.pid, start));
  server.unref();
  opened = { server, start: isPipeThere(process.pid, start) ? start : '' };
  return opened.start;
}

/** Whether the process that opened this pipe lives. */
export function isPipeThere(pid: number, start: string): boolean {
  try {
    fs.closeSync(fs.openSync(pipeName(pid, start), 'r'));
    return true;
  } catch (error) {
    // Others are looking at it just now (EBUSY), or it is another user's (EPERM, EACCES).
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
