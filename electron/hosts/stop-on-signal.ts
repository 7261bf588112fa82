import process from 'node:process';

/**
 * On Ctrl+C or a request to end, stops in order (a run writes its checkpoint) and then leaves. A second Ctrl+C leaves
 * at once, with the code of an interrupted program.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const handle = () => {
    if (stopping) process.exit(130);
    stopping = true;
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  process.on('SIGHUP', handle);
}
