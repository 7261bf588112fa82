import { promises as fs } from 'node:fs';
import vm from 'node:vm';
import type * as Predictor from '../../../../shared/pad-page/predictor.ts';
import type { OpenExport } from '../open-export.ts';
import { MODEL, WEIGHTS } from './html-page.ts';

/** A written page's own predictor: its script as it stands in the file, run by itself with the file's own data. */
export const openHtml: OpenExport = async (file) => {
  const html = await fs.readFile(file, 'utf8');
  const model = JSON.parse(elementOf(html, MODEL)) as Predictor.PageModel;
  const script = /<script>([^]*?)<\/script>/.exec(html)![1]!;
  const { inkstonePredictor } = vm.runInNewContext(`${script}\n;({ inkstonePredictor })`) as {
    inkstonePredictor: typeof Predictor;
  };
  const predict = inkstonePredictor.createPredictor(model, elementOf(html, WEIGHTS));
  return {
    read: async (images, [height, width]) => {
      const size = height * width;
      const levels = Uint8Array.from(images, (value) => Math.round(255 * value));
      const answers = Array.from({ length: images.length / size }, (_, i) =>
        predict(levels.subarray(i * size, (i + 1) * size)),
      );
      return Float32Array.from(answers.flatMap(({ probabilities }) => probabilities));
    },
  };
};

const elementOf = (html: string, id: string): string =>
  new RegExp(`<script type="[a-z/]+" id="${id}">([^<]*)`).exec(html)![1]!;
