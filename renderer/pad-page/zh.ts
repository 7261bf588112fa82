import { common } from '../i18n/zh/common.ts';
import { draw } from '../i18n/zh/draw.ts';
import { padPage } from '../i18n/zh/pad-page.ts';

/** The words that the page asks for, in place of i18n/zh.ts with those of the whole studio (see scripts/build.mjs). */
export const zh = { common, draw, padPage };
