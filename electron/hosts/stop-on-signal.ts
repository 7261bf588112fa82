import process from 'node:process';

/**
 * On Ctrl+C or a request to end, or when whoever started us is gone, stops in order (a run writes its checkpoint) and then
 * leaves. A second Ctrl+C leaves at once, with the code of an interrupted program.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const begin = () => {
    if (stopping) return;
    stopping = true;
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  const handle = () => {
    if (stopping) process.exit(130);
    begin();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  process.on('SIGHUP', handle);
  onParentGone(begin);
}

/**
 * Calls `gone` once when whoever started us has ended, killed perhaps: our own scripts hold a channel to us that closes
 * then (`lifeline` of scripts/lib/run-child.mjs). If something else started us, its end changes nothing.
 */
export function onParentGone(gone: () => void): void {
  if (process.channel === undefined) return;
  // Our output may have no reader any more; that must not end us before the checkpoint.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (process.connected) process.once('disconnect', gone);
  else process.nextTick(gone);
}
