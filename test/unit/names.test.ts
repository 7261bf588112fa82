import { describe, expect, it } from 'vitest';
import { checkNames } from '../../electron/services/datasets/check-names.ts';
import { hostCalls } from '../../shared/contract/calls.ts';
import { cleanName, cutName, nameSchema } from '../../shared/contract/schemas/name.ts';
import { runIdSchema } from '../../shared/contract/schemas/run-id.ts';
import { taskSchema } from '../../shared/contract/schemas/task.ts';

describe('a name', () => {
  it.each([
    ['one\ntwo\r\n', 'one two'],
    ['\u001b[31mred\u0007', '[31mred'],
    ['abc\u202egnp.exe', 'abcgnp.exe'],
    ['\ufeffzero\u200bwidth\u00ad', 'zerowidth'],
    ['a\u2028b', 'a b'],
    // Joiners are part of words and of pictures.
    ['می‌خواهم', 'می‌خواهم'],
    ['👩‍🚀', '👩‍🚀'],
    ['  永字八法  ', '永字八法'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanName(given)).toBe(kept);
    expect(nameSchema(80).parse(given)).toBe(kept);
  });

  it('of which nothing is left is refused, and one that is too long', () => {
    for (const given of ['', ' ', '\n', '\u202e\u200b', 'x'.repeat(41)])
      expect(nameSchema(40).safeParse(given).success).toBe(false);
    expect(cutName(`${'x'.repeat(39)}😀`, 40)).toBe('x'.repeat(39));
  });

  it('is cleaned wherever one comes in: data sets, classes, runs', () => {
    const id = 'set-0123456789abcdef';
    const dirty = 'my\nname\u202e';
    expect(hostCalls['datasets.update'].input.parse({ id, name: dirty })).toEqual({ id, name: 'my name' });
    expect(checkNames([dirty, 'b'], 2)).toEqual(['my name', 'b']);
    const run = hostCalls['runs.rename'].input.parse({ id: 'softmax-20261129-004508-e18', name: dirty });
    expect(run.name).toBe('my name');
    expect(taskSchema.safeParse({ inputShape: [28, 28, 1], classes: ['a\u200b', 'a'] }).success).toBe(false);
  });
});

describe("a run's id, which names a folder", () => {
  it('is none that Windows keeps for a device', () => {
    for (const id of ['con', 'nul', 'com1', 'lpt9', '../run', 'Run', 'run.json'])
      expect(runIdSchema.safeParse(id).success, id).toBe(false);
    for (const id of ['quick-20261130-061550-c7b', 'console', 'com10', 'nul-1'])
      expect(runIdSchema.safeParse(id).success, id).toBe(true);
  });
});
