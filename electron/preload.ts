import { handOverDrops } from './shell/hand-over-drops.ts';
import { handOverPort } from './shell/hand-over-port.ts';

handOverPort();
handOverDrops();
