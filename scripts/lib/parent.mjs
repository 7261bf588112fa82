// The process that started this one, noted at once: it may end before `onParentGone` is called.
const hadChannel = process.channel !== undefined;
const firstParent = process.ppid;

/** How often we look for npm, which gives us no channel; milliseconds. */
const LOOK_EVERY = 500;

/**
 * Calls `gone` once when whoever started us has ended, however it did: our own scripts, which start each other with a
 * channel (`lifeline` of run-child.mjs), or npm. Any other parent may end without ending us, such as a shell that put
 * us into the background. Returns the function that stops the watching.
 *
 * @param {() => void} gone
 * @returns {() => void}
 */
export function onParentGone(gone) {
  if (hadChannel) return onDisconnect(gone);
  // On Windows an orphan keeps its parent's id, so it cannot be noticed.
  if (process.platform === 'win32' || process.env['npm_lifecycle_event'] === undefined) return () => undefined;
  const timer = setInterval(() => {
    if (process.ppid === firstParent) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}

function onDisconnect(gone) {
  if (!process.connected) process.nextTick(gone);
  else process.once('disconnect', gone);
  return () => process.off('disconnect', gone);
}
