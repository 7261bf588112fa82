import os from 'node:os';
import { parentTransport } from './trainer/parent-transport.ts';
import { serveWorker } from './worker/serve-worker.ts';

// The worker process: one long calculation for the host that started it (see shared/contract/worker.ts); it ends with the host.
const transport = parentTransport();
transport.onClose(() => process.exit(0));
// A run that trains and the window come first.
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
serveWorker(transport);
