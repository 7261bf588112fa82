import { createServices } from './hosts/create-services.ts';
import { runShell } from './shell/run-shell.ts';

// Electron's main process: the desktop program.
runShell(createServices);
