/**
 * Lets the event loop go round once: calls that came in while a step ran (predict, pause, stop) are served before the
 * next one. A resolved promise would not do; messages are macrotasks.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
