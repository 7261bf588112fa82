import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { terminalJson, terminalLine } from '../../shared/words/terminal-text.ts';
import { anyText } from '../fixtures/any-text.ts';

// eslint-disable-next-line no-control-regex -- what no terminal may get
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('text for a terminal', () => {
  it.each([
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\x1b[2J\x1b]0;title\x07', '\\u001b[2J\\u001b]0;title\\u0007'],
    ['\x9b31mred', '\\u009b31mred'],
    ['report\u202egnp.exe', 'report\\u202egnp.exe'],
    ['手写 é 👩‍🚀 “ok” – fine', '手写 é 👩‍🚀 “ok” – fine'],
  ])('%j is shown as %s', (text, shown) => {
    expect(terminalLine(text)).toBe(shown);
  });

  it('has nothing that a terminal obeys, whatever it is made of', () => {
    fc.assert(fc.property(anyText(), (text) => !OBEYED.test(terminalLine(text))));
    fc.assert(
      fc.property(fc.jsonValue(), anyText(), (value, text) => {
        const line = terminalJson({ value, text });
        expect(line).not.toMatch(OBEYED);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      }),
    );
  });
});
