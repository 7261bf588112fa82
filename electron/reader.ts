import { serveReader } from './reader/serve-reader.ts';
import { parentTransport } from './trainer/parent-transport.ts';

// The reader process: reads files from outside for the host that started it (see shared/contract/reader.ts), and ends with it.
const transport = parentTransport();
transport.onClose(() => process.exit(0));
serveReader(transport);
