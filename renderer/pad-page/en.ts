import { common } from '../i18n/en/common.ts';
import { draw } from '../i18n/en/draw.ts';
import { padPage } from '../i18n/en/pad-page.ts';

/** The words that the page asks for, in place of i18n/en.ts with those of the whole studio (see scripts/build.mjs). */
export const en = { common, draw, padPage };
