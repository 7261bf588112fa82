import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzipSync } from 'fflate';
import { runCommand, type Line, type Outcome } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { scrawl } from '../fixtures/hand-drawings.ts';

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const inkstone = (...args: string[]): Promise<Outcome> => runCommand(home.folder, [...args, '--json']);
const result = ({ lines }: Outcome): Line => lines.at(-1)!;
const at = (name: string): string => path.join(home.folder, name);
/** So many drawings of each of two digits. */
const strokes = (count: number, from = 0) =>
  Array.from({ length: 2 * count }, (_, i) => ({ label: String(i % 2), strokes: scrawl(from + i) }));

describe('inkstone hands', () => {
  it('imports strokes, lists, shows, trains on and removes a hand', async () => {
    writeFileSync(at('mine.json'), JSON.stringify(strokes(15)));
    const imported = await inkstone('hands', 'import', at('mine.json'), '--hand', 'My + hand');
    expect(imported.code).toBe(0);
    expect(result(imported)).toMatchObject({
      type: 'result',
      hand: { name: 'My + hand', classes: ['0', '1'], counts: [15, 15] },
      added: 30,
      newClasses: ['0', '1'],
    });
    const { id, parts } = result(imported)['hand'] as { id: string; parts: { train: number; test: number } };
    writeFileSync(at('more.json'), JSON.stringify([...strokes(2, 50), { label: 'x', strokes: scrawl(99) }]));
    const more = await inkstone('hands', 'import', at('more.json'), '--hand', 'My + hand');
    expect(result(more)).toMatchObject({
      hand: { id, classes: ['0', '1', 'x'], counts: [17, 17, 1] },
      newClasses: ['x'],
    });
    expect(more.stderr).toContain('new signs: x');
    expect(result(await inkstone('hands', 'list'))).toMatchObject({ hands: [{ id, name: 'My + hand' }] });
    expect(result(await inkstone('hands', 'show', id))).toMatchObject({ hand: { counts: [17, 17, 1] } });
    const lists = await inkstone('data', 'list');
    expect(result(lists)['datasets']).toContainEqual(expect.objectContaining({ id, kind: 'hand' }));
    const trained = await inkstone(
      'train',
      '--preset',
      'mlp',
      '--data',
      'hand:My + hand',
      '--epochs',
      '1',
      '--validation',
      'stratified:0.2',
    );
    expect(trained.stderr).not.toContain('Error');
    expect(trained.code).toBe(0);
    const tests = result(trained)['tests'] as { dataset: string; n: number }[];
    expect(tests[0]).toMatchObject({ dataset: id });
    expect(tests[0]!.n).toBeGreaterThanOrEqual(parts.test);
    expect(result(await inkstone('runs', 'show', result(trained)['run'] as string))).toMatchObject({
      run: { spec: { data: { states: { [id]: expect.stringMatching(/^[0-9a-f]{16}$/) as string } } } },
    });
    expect((await inkstone('hands', 'remove', 'My + hand')).code).toBe(0);
    expect(result(await inkstone('hands', 'list'))).toMatchObject({ hands: [] });
  });

  it('exports strokes as a file, pictures as a folder or a zip, and never over what is there', async () => {
    writeFileSync(at('two.json'), JSON.stringify(strokes(3)));
    expect((await inkstone('hands', 'import', at('two.json'), '--hand', '乙')).code).toBe(0);
    const exporting = (format: string, out: string): Promise<Outcome> =>
      inkstone('hands', 'export', '乙', '--format', format, '--out', at(out));
    expect(result(await exporting('strokes', 'out.json'))).toMatchObject({ files: 1, leftOut: 0 });
    expect(JSON.parse(readFileSync(at('out.json'), 'utf8'))).toEqual(strokes(3));
    expect(result(await exporting('png', 'pictures'))).toMatchObject({ files: 7 });
    expect([readdirSync(at('pictures')).sort(), readdirSync(at('pictures/0')).length]).toEqual([
      ['0', '1', 'labels.csv'],
      3,
    ]);
    const taken = await inkstone('hands', 'import', at('pictures'), '--hand', '丙');
    expect(result(taken)).toMatchObject({ added: 6, newClasses: ['0', '1'], skipped: 0, mends: [] });
    expect(result(await exporting('idx', 'idx.zip'))).toMatchObject({ files: 1 });
    expect(Object.keys(unzipSync(readFileSync(at('idx.zip'))))).toContain('images-idx3-ubyte');
    // A folder of pictures of one sign, which its user names.
    const one = ['hands', 'import', at('pictures/0'), '--hand', '丙'];
    expect(result(await inkstone(...one))).toMatchObject({ error: { code: 'picture-classes-missing' } });
    const named = await inkstone(...one, '--sign', 'x');
    expect(result(named)).toMatchObject({ added: 3, newClasses: ['x'], hand: { counts: [3, 3, 3] } });
    const nameless = await inkstone(...one, '--sign', '');
    expect(nameless.code).toBe(2);
    const again = await exporting('idx', 'pictures');
    expect([again.code, result(again)]).toMatchObject([1, { error: { code: 'folder-not-empty' } }]);
    const inside = await exporting('idx', 'out.json');
    expect([inside.code, result(inside)]).toMatchObject([1, { error: { code: 'not-a-folder' } }]);
  });

  it.each([
    [['hands'], 2, undefined],
    [['hands', 'export', 'x', '--format', 'gif', '--out', 'y'], 2, undefined],
    [['hands', 'import', 'x.json'], 2, undefined],
    [['hands', 'show', 'nobody'], 1, 'hand-not-found'],
    [['hands', 'import', '/nowhere/x.json', '--hand', 'A'], 1, 'path-missing'],
    [['evaluate', '--model', 'starter', '--data', 'hand:nobody'], 1, 'hand-not-found'],
  ])('says what is wrong with %j', async (args, code, error) => {
    const outcome = await inkstone(...args);
    expect(outcome.code).toBe(code);
    expect((outcome.lines.at(-1)?.['error'] as { code: string } | undefined)?.code).toBe(error);
    expect(outcome.stderr.trim()).not.toBe('');
    expect(existsSync(at('hands/A'))).toBe(false);
  });
});
