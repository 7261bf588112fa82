import type { RunSummary } from '../../contract/schemas/run-summary.ts';
import { findField, type FieldValue, type RunField } from './fields.ts';

export const OPERATORS = ['>=', '<=', '!=', '=', '>', '<', ':'] as const;
export type Operator = (typeof OPERATORS)[number];

/** A condition of a query; all of them must hold. */
export type Term =
  /** The words stand somewhere in what is written about the run. */
  | { readonly kind: 'text'; readonly text: string; readonly not: boolean }
  /**
   * `=` is one of the values, `!=` none of them, `:` has one of them in it; the others compare with the one value. Of a field with
   * several values one is enough.
   */
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly operator: Operator;
      readonly values: readonly string[];
      readonly not: boolean;
    };

/** What cannot be understood of a query; the terms are those that can. */
export interface QueryFault {
  readonly code: 'field-unknown' | 'value-missing' | 'not-a-number' | 'not-a-moment' | 'one-value';
  /** The field or the value that it is about. */
  readonly text: string;
}

export interface Query {
  readonly terms: readonly Term[];
  readonly faults: readonly QueryFault[];
}

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"?|(>=|<=|!=|=|>|<|:)|(,)|([^\s"=<>!:,]+|!))/gy;

type Token =
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean; readonly joined: boolean }
  | { readonly kind: 'operator'; readonly text: Operator; readonly joined: boolean }
  | { readonly kind: 'comma'; readonly text: ','; readonly joined: boolean };

/**
 * Reads a query: `accuracy > 99% optimizer = adam,sgd tag:thesis -status=failed "best so far"`. Terms stand side by side; a word alone is
 * looked for in all that is written about a run; quotes keep blanks together; a `-` in front turns a term around. A word
 * before an operator that is no field's name is told as a fault, unless it is followed by `:` (an hour, a path). Pure.
 */
export function parseQuery(text: string): Query {
  const tokens = tokensOf(text);
  const [terms, faults]: [Term[], QueryFault[]] = [[], []];
  for (let i = 0; i < tokens.length;) {
    const [token, next] = [tokens[i]!, tokens[i + 1]];
    if (token.kind !== 'word') {
      i += 1;
      continue;
    }
    const sign = !token.quoted && token.text.startsWith('-');
    const not = sign && (token.text.length > 1 || (next?.kind === 'word' && next.quoted && next.joined));
    const word = not ? token.text.slice(1) : token.text;
    const named = token.quoted || next?.kind !== 'operator' ? undefined : findField(word);
    if (named && next?.kind === 'operator') {
      const { values, end } = valuesFrom(tokens, i + 2);
      i = end;
      const fault = faultOf(named, next.text, values, word);
      if (fault) faults.push(fault);
      else terms.push({ kind: 'field', field: named.key, operator: next.text, values, not });
    } else if (!token.quoted && next?.kind === 'operator' && next.text !== ':') {
      faults.push({ code: 'field-unknown', text: word });
      i = valuesFrom(tokens, i + 2).end;
    } else {
      const { words, end } = joinedFrom(tokens, i + 1);
      terms.push({ kind: 'text', text: word + words, not });
      i = end;
    }
  }
  return { terms, faults };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; ; end = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match) return tokens;
    const [whole, quoted, operator, comma, word] = match;
    const joined = end > 0 && !/^\s/.test(whole);
    if (operator !== undefined) tokens.push({ kind: 'operator', text: operator as Operator, joined });
    else if (comma !== undefined) tokens.push({ kind: 'comma', text: ',', joined });
    else if (quoted === undefined) tokens.push({ kind: 'word', text: word!, quoted: false, joined });
    else tokens.push({ kind: 'word', text: quoted.replace(/\\(.)/g, '$1'), quoted: true, joined });
  }
}

/** Values with commas between them, and where they end. */
function valuesFrom(tokens: readonly Token[], from: number): { values: string[]; end: number } {
  const values: string[] = [];
  let i = from;
  while (tokens[i]?.kind === 'word') {
    const joined = joinedFrom(tokens, i + 1, true);
    values.push(tokens[i]!.text + joined.words);
    i = joined.end;
    if (tokens[i]?.kind !== 'comma' || tokens[i + 1]?.kind !== 'word') break;
    i += 1;
  }
  return { values, end: i };
}

/** What stands without a blank behind a word belongs to it: `12:30`. In a list of values a comma parts them. */
function joinedFrom(tokens: readonly Token[], from: number, inValues = false): { words: string; end: number } {
  let [words, i] = ['', from];
  for (; i < tokens.length && tokens[i]!.joined; i++) {
    const { kind, text } = tokens[i]!;
    if (inValues && kind === 'comma') break;
    words += text;
  }
  return { words, end: i };
}

function faultOf(field: RunField, operator: Operator, values: readonly string[], word: string): QueryFault | null {
  if (values.length === 0) return { code: 'value-missing', text: word };
  if (values.length > 1 && !['=', '!=', ':'].includes(operator)) return { code: 'one-value', text: word };
  if (field.kind === 'words') return null;
  const wrong = values.find((value) => Number.isNaN(numberOf(field, value)));
  if (wrong === undefined) return null;
  return { code: field.kind === 'moment' ? 'not-a-moment' : 'not-a-number', text: wrong };
}

/** NaN if it is none. A share may be written as `99%`; a moment as `2026-11-29` or `2026-11-29T18:00`, local time. */
function numberOf({ kind }: RunField, value: string): number {
  if (kind === 'moment') return /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00`) : Date.parse(value);
  const percent = value.endsWith('%');
  if (value === '' || (percent && kind !== 'share')) return NaN;
  return percent ? Number(value.slice(0, -1)) / 100 : Number(value);
}

/** A query's text, which is read as the same terms again. */
export const writeQuery = (terms: readonly Term[]): string => terms.map(writeTerm).join(' ');

export function writeTerm(term: Term): string {
  const sign = term.not ? '-' : '';
  if (term.kind === 'text') return sign + quote(term.text, !term.not);
  return `${sign}${term.field}${term.operator}${term.values.map((value) => quote(value, false)).join(',')}`;
}

const SPECIAL = /[\s"=<>!:,\\]/;
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const quote = (text: string, signed: boolean): string =>
  text === '' || SPECIAL.test(text) || (signed && text.startsWith('-')) ? quoted(text) : text;

/** Whether a run meets all terms. `words`: everything that is written about a run, in small letters. Pure. */
export function matcher(terms: readonly Term[], words: (run: RunSummary) => string): (run: RunSummary) => boolean {
  const tests = terms.map((term) => {
    const test = term.kind === 'text' ? textTest(term.text, words) : fieldTest(term);
    return term.not ? (run: RunSummary) => !test(run) : test;
  });
  return (run) => tests.every((test) => test(run));
}

function textTest(text: string, words: (run: RunSummary) => string): (run: RunSummary) => boolean {
  const wanted = text.toLowerCase();
  return (run) => words(run).includes(wanted);
}

function fieldTest({ field: key, operator, values }: Extract<Term, { kind: 'field' }>): (run: RunSummary) => boolean {
  const field = findField(key)!;
  const test = field.kind === 'words' ? wordsTest(operator, values) : numberTest(field, operator, values);
  const many = operator === '!=';
  return (run) => {
    const value: FieldValue = field.value(run);
    const all = value === null ? [] : Array.isArray(value) ? (value as readonly string[]) : [value as number | string];
    return many ? all.every(test) : all.some(test);
  };
}

function wordsTest(operator: Operator, values: readonly string[]): (value: number | string) => boolean {
  const wanted = values.map((value) => value.toLowerCase());
  const compare = comparing[operator];
  return (value) => {
    const words = String(value).toLowerCase();
    if (operator === '=') return wanted.includes(words);
    if (operator === '!=') return !wanted.includes(words);
    if (operator === ':') return wanted.some((each) => words.includes(each));
    return compare(words, wanted[0]!);
  };
}

function numberTest(
  field: RunField,
  operator: Operator,
  values: readonly string[],
): (value: number | string) => boolean {
  const wanted = values.map((value) => numberOf(field, value));
  const compare = comparing[operator];
  if (operator === '=' || operator === ':') return (value) => wanted.includes(value as number);
  if (operator === '!=') return (value) => !wanted.includes(value as number);
  return (value) => compare(value, wanted[0]!);
}

type Comparable = number | string;
const comparing: Readonly<Record<Operator, (a: Comparable, b: Comparable) => boolean>> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  ':': (a, b) => a === b,
};
