import type { Style } from '../style.ts';
import { eight } from './eight.ts';
import { five } from './five.ts';
import { four } from './four.ts';
import { nine } from './nine.ts';
import { one } from './one.ts';
import { seven } from './seven.ts';
import { six } from './six.ts';
import { three } from './three.ts';
import { two } from './two.ts';
import { zero } from './zero.ts';

/** The styles of each digit as they are taught in different countries, by digit. */
export const STYLES: readonly (readonly Style[])[] = [zero, one, two, three, four, five, six, seven, eight, nine];
