import '../styles/tokens.css';
import '../styles/base.css';
import './page.css';
import { createApp, h } from 'vue';
import type * as Predictor from '../../shared/pad-page/predictor.ts';
import { setLanguage } from '../i18n/index.ts';
import LinePage from './LinePage.vue';
import PadPage from './PadPage.vue';

/** Another script of the page (shared/pad-page/predictor.ts), which tests of an export run by itself. */
declare const inkstonePredictor: typeof Predictor;

const textOf = (id: string): string => document.getElementById(id)!.textContent;

// The page's own data: electron/formats/exports/html wrote it together with this script.
const model = JSON.parse(textOf('model')) as Predictor.PageModel;
setLanguage('system');
const weights = textOf('weights');
const page = model.lines
  ? h(LinePage, { model, read: inkstonePredictor.createLineReader(model, weights) })
  : h(PadPage, { model, predict: inkstonePredictor.createPredictor(model, weights) });
createApp({ render: () => page }).mount('#app');
