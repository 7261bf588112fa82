import { handOverPort } from './shell/hand-over-port.ts';

handOverPort();
