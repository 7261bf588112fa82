import { createHash } from 'node:crypto';
import { multiplesOf, stepsOf } from '../../../../shared/data/int8-steps.ts';
import { bytesOfFloats } from '../../../../shared/data/number-bytes.ts';
import { frameOf } from '../../../../shared/ink/frame.ts';
import { evidenceSize } from '../../../../shared/known/evidence.ts';
import { KNOWN, type PageModel } from '../../../../shared/pad-page/predictor.ts';
import { escaped } from '../../../../shared/report/markup.ts';
import type { StoredModel } from '../../../trainer/formats/model-folder.ts';
import type { NamedTensor } from '../../../trainer/formats/safetensors.ts';
import type { ExportWriter } from '../export-file.ts';
import { halfBytes } from '../packing/half-bytes.ts';
import { type Packing, UNPACKED, weightsOf } from '../packing/packing.ts';
import { readPageFiles, type PageFiles } from './page-files.ts';

/** The elements of the page that hold the model (renderer/pad-page/main.ts reads them). */
export const [MODEL, WEIGHTS] = ['model', 'weights'] as const;

/**
 * One HTML page with a pad that reads by the model, without any request, in both languages: renderer/pad-page, filled in. Every layer
 * is possible; of a model of lines the pad is a wide one.
 */
export const writeHtml: ExportWriter = async (model, packing = UNPACKED) => {
  const html = pageOf(pageModel(model, packing), weightsText(model, packing), await readPageFiles());
  return [{ path: 'model.html', bytes: new TextEncoder().encode(html) }];
};

function pageModel(model: StoredModel, packing: Packing): PageModel {
  const { card } = model;
  const { name, task, spec, parameters, temperature } = card;
  return {
    name,
    classes: task.classes,
    lines: task.reads === 'line',
    frame: frameOf(card),
    parameters,
    spec,
    temperature,
    packed: packing.weights,
    weights: allWeights(model).map(
      ({ name, values }) => [name, values.length, packing.channels.get(name) ?? 0] as const,
    ),
    known: knownOf(model).length > 0 ? card.known : null,
  };
}

/** The model's, and then its detector's of non-signs. */
const allWeights = (model: StoredModel): readonly NamedTensor[] => [...model.weights, ...knownOf(model)];

/** The detector's tensors, where it looks at logits alone: those of older studios looked at what a page does not keep. */
function knownOf({ card, known }: StoredModel): NamedTensor[] {
  const mean = known?.find(({ name }) => name === 'mean');
  const looksAtLogits = mean?.values.length === evidenceSize(card.task.classes.length);
  return looksAtLogits ? known!.map((tensor) => ({ ...tensor, name: KNOWN + tensor.name })) : [];
}

const weightsText = (model: StoredModel, packing: Packing): string =>
  Buffer.concat(allWeights(model).flatMap((weight) => packed(weight, packing))).toString('base64');

/** As shared/pad-page/unpack.ts reads it. */
function packed({ name, values }: NamedTensor, packing: Packing): Uint8Array[] {
  switch (weightsOf(packing, name)) {
    case 'float32':
      return [bytesOfFloats(values)];
    case 'float16':
      return [halfBytes(values)];
    case 'int8': {
      const steps = stepsOf(values, { count: packing.channels.get(name)! });
      return [bytesOfFloats(steps), new Uint8Array(multiplesOf(values, steps).buffer)];
    }
  }
}

/** Scripts run and the style counts by their hashes alone: what a name or anything else brings in does nothing. */
function pageOf(model: PageModel, weights: string, files: PageFiles): string {
  const [predictor, page] = [files.predictor, files.page].map(inScript) as [string, string];
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(predictor)} ${hashOf(page)}`,
    `style-src ${hashOf(files.style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Inkstone">
<link rel="icon" href="data:,">
<title>${escaped(model.name)}</title>
<style>${files.style}</style>
</head>
<body>
<div id="app"></div>
<noscript><p lang="en">This page reads handwriting by its own script, but scripts are switched off.</p><p lang="zh-CN">本页面靠自带的脚本识别手写内容，但脚本已被禁用。</p></noscript>
<script type="application/json" id="${MODEL}">${JSON.stringify(model).replaceAll('<', '\\u003c')}</script>
<script type="text/plain" id="${WEIGHTS}">${weights}</script>
<script>${predictor}</script>
<script>${page}</script>
</body>
</html>
`;
}

/** Code in whose texts nothing ends the script, or begins what HTML takes for a comment in it. */
const inScript = (code: string): string => code.replace(/<(?=\/script|!--)/gi, '\\x3c');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
