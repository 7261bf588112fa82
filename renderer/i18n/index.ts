import { computed, markRaw, watchEffect } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import { createI18n } from 'vue-i18n';
import type { ErrorData } from '../../shared/contract/errors.ts';
import type { Language } from '../../shared/contract/schemas/settings.ts';
import { faultOf } from '../../shared/model/faults.ts';
import { spaceFaultOf } from '../../shared/study/space-faults.ts';
import type { ErrorWords } from '../../shared/words/errors/words.ts';
import { en } from './en.ts';
import { createFormat } from './format.ts';
import type { Format, Locale } from './format.ts';
import { marked, sewn } from './seams.ts';
import type { MessageKey, MessageParams } from './words.ts';
import { zh } from './zh.ts';

export type { Format, Locale } from './format.ts';
export type { MessageKey, MessageParams } from './words.ts';

// Messages are read by an interpreter (vue-i18n 11 has no compiler to functions left), so a CSP without eval is kept.
export const i18n = createI18n({
  legacy: false,
  locale: 'en' as Locale,
  fallbackLocale: false,
  // They never change: unwatched they are read several times as quickly.
  messages: { en: markRaw(en), 'zh-CN': markRaw(zh) },
  missingWarn: true,
});

const { global } = i18n;
const locale = computed<Locale>(() => global.locale.value);
const format = computed<Format>(() => createFormat(locale.value));

watchEffect(() => (document.documentElement.lang = locale.value), { flush: 'sync' });

/** The language that a setting means on this machine. `systemLanguages` are BCP 47 tags, the dearest first. */
export function resolveLocale(language: Language, systemLanguages: readonly string[] = navigator.languages): Locale {
  if (language !== 'system') return language;
  const known = systemLanguages.map((tag) => tag.toLowerCase()).find((tag) => /^(zh|en)\b/.test(tag));
  return known?.startsWith('zh') === true ? 'zh-CN' : 'en';
}

/** Switches the language, live. */
export function setLanguage(language: Language, systemLanguages?: readonly string[]): void {
  global.locale.value = resolveLocale(language, systemLanguages);
}

/**
 * The words for a key, in the language on screen; used in a template or a computed, it follows a switch.
 * Numbers and lists of names among the parameters are shown by locale; `n` chooses between singular and plural.
 */
export function t(key: MessageKey, params?: MessageParams): string {
  return params === undefined ? fixedWords(key) : filledWords(key, params);
}

/** Words without parameters, by locale: a table asks for the same ones hundreds of times a picture. */
const fixed: Readonly<Record<Locale, Map<MessageKey, string>>> = { en: new Map(), 'zh-CN': new Map() };
function fixedWords(key: MessageKey): string {
  const known = fixed[locale.value];
  const words = known.get(key) ?? global.t(key);
  known.set(key, words);
  return words;
}

function filledWords(key: MessageKey, params: MessageParams): string {
  const chinese = locale.value !== 'en';
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'number') shown[name] = format.value.plain(value, 21);
    else {
      const text = typeof value === 'string' ? value : format.value.list(value);
      shown[name] = chinese ? marked(text) : text;
    }
  }
  const { n } = params;
  const words = typeof n === 'number' ? global.t(key, shown, { plural: n }) : global.t(key, shown);
  return chinese ? sewn(words) : words;
}

/** An error in words: what happened, why, what to do. Faults of a model name its layer, those of a space its entry. */
export function errorWords(error: Pick<ErrorData, 'code' | 'params'>): ErrorWords {
  const words = (part: keyof ErrorWords): string => t(keyOf(error, part), error.params).trim();
  return { title: words('title'), why: words('why'), todo: words('todo') };
}

function keyOf(error: Pick<ErrorData, 'code' | 'params'>, part: keyof ErrorWords): MessageKey {
  const [fault, spaceFault] = [faultOf(error), spaceFaultOf(error)];
  if (fault && part !== 'title') return `modelFaults.${fault}.${part}`;
  return spaceFault && part === 'why' ? `spaceFaults.${spaceFault}` : `errors.${error.code}.${part}`;
}

/** Words and the language on screen. */
export function useWords(): { t: typeof t; locale: ComputedRef<Locale> } {
  return { t, locale };
}

/** Numbers, times and amounts in the language on screen: `format.value.percent(0.99)`. */
export function useFormat(): Readonly<Ref<Format>> {
  return format;
}
