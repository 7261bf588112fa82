import type { Setting, StudySpec } from '../../../shared/contract/schemas/study.ts';
import type { Dimension } from '../../../shared/study/dimension.ts';
import { t, type Format } from '../../i18n/index.ts';
import { settingName } from '../compare/setting-words.ts';
import { isOption } from '../model-editor/option-words.ts';

/** A searched option's name: that of a recipe's setting as comparisons have it, of a layer's with the layer. */
export function parameterName(path: string, { base }: Pick<StudySpec, 'base'>): string {
  const option = layerOption(path);
  const layer = option && base.model.layers[option.layer];
  if (!option || !layer) return shortParameterName(path);
  return t('study.space.layer', { name: option.name, n: option.layer + 1, type: layer.type });
}

/** The same where there is little room: a layer by its number alone. */
export function shortParameterName(path: string): string {
  const option = layerOption(path);
  if (option) return t('study.space.layerShort', { name: option.name, n: option.layer + 1 });
  return settingName({ name: path.slice(path.indexOf('.') + 1) });
}

/** Which option of which layer, from 0, a path leads to; null for any other option. */
function layerOption(path: string): { readonly layer: number; readonly name: string } | null {
  const [, number, option] = /^model\.layers\.(\d+)\.(.+)$/.exec(path) ?? [];
  if (number === undefined || option === undefined) return null;
  return { layer: Number(number), name: isOption(option) ? t(`layers.options.${option}.label`) : option };
}

/** A searched option's value, for a person. */
export function valueText(value: Setting, format: Format): string {
  if (typeof value === 'number') return format.plain(value, 4);
  if (typeof value === 'string') return value;
  if (value === null || value === false) return t('compare.differences.off');
  if (Array.isArray(value) && value.every((side) => typeof side === 'number')) return value.join(' × ');
  if (isKind(value)) return value.kind;
  return JSON.stringify(value);
}

const isKind = (value: Setting): value is { kind: string } =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';

/** What an option may be, for a person. */
export function rangeText(dimension: Dimension, format: Format): string {
  if (dimension.kind === 'choice') return format.list(dimension.choices.map((choice) => valueText(choice, format)));
  const { low, high, log, int, step } = dimension;
  const ends = t('study.space.from', { low: format.plain(low, 4), high: format.plain(high, 4) });
  const more = [
    int && t('study.space.whole'),
    log && t('study.space.log'),
    step !== null && !(int && step === 1) && t('study.space.step', { step: format.plain(step, 4) }),
  ];
  return format.list([ends, ...more.filter((words) => words !== false)]);
}
