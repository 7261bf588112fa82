import type { Setting, StudySpec } from '../../../shared/contract/schemas/study.ts';
import { t, type Format } from '../../i18n/index.ts';
import { fullWords, optionWords, settingWords } from '../train/search/option-words.ts';

/** A searched option's name, as the Train screen has it; a layer's with its layer. */
export const parameterName = (path: string, { base }: Pick<StudySpec, 'base'>): string => fullWords(path, base.model);

/** The same where there is little room: a layer by its number alone. */
export function shortParameterName(path: string): string {
  const place = /^model((?:\.layers\.\d+)+)/.exec(path)?.[1]?.match(/\d+/g);
  const name = optionWords(path);
  if (!place) return name;
  return t('study.space.layer', { name, place: place.map((number) => Number(number) + 1).join('.') });
}

/** A searched option's value: samplers draw numbers of many digits, of which a few tell trials apart. */
export const valueText = (path: string, value: Setting, format: Format): string =>
  typeof value === 'number' ? format.plain(value, 4) : settingWords(path, value, format);
