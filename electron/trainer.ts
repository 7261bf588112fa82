import { endWithHost } from './trainer/end-with-host.ts';
import { parentTransport } from './trainer/parent-transport.ts';
import { serveTrainer } from './trainer/session.ts';

// The trainer process: owns TensorFlow, speaks only to the host that started it (see shared/contract/trainer.ts).
const transport = parentTransport();
endWithHost(transport, serveTrainer(transport));
