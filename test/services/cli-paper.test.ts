import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, type Line, type Outcome } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { encodePng } from '../fixtures/png.ts';
import { printSheet, strokeOn } from '../fixtures/printed-sheet.ts';
import { photograph } from '../fixtures/sheet-photo.ts';

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const inkstone = (...args: string[]): Promise<Outcome> => runCommand(home.folder, [...args, '--json']);
const result = ({ lines }: Outcome): Line => lines.at(-1)!;
const at = (name: string): string => path.join(home.folder, name);

/** A photograph of a page for I and L, both drawn in most of their boxes; one is empty, one struck out. */
async function pagePhoto(name: string, hand: string | null): Promise<string> {
  const [sheet] = await printSheet({ classes: ['I', 'L'], times: 6, hand });
  sheet!.squares.slice(0, 11).forEach(({ x, y, width }, box) => {
    strokeOn(sheet!, [x + 5 + box / 4, y + 3], [x + 5, y + width - 3]);
    if (box >= 6) strokeOn(sheet!, [x + 5, y + width - 3], [x + 10 + box / 4, y + width - 3]);
    if (box === 2) strokeOn(sheet!, [x - 1.5, y + 5], [x + width + 1.5, y + 9]);
  });
  const { levels, width, height } = photograph(sheet!, { width: 750, height: 1000, pitch: 8 });
  writeFileSync(at(name), encodePng(Uint8Array.from(levels), width, height));
  return at(name);
}

describe('inkstone hands, on paper', () => {
  it('takes photographs into a new hand, then into the same one, and prints more sheets for it', async () => {
    const first = await inkstone('hands', 'take', await pagePhoto('one.png', null), '--hand', 'Anna');
    expect(first.code).toBe(0);
    expect(result(first)).toMatchObject({
      hand: { name: 'Anna', classes: ['I', 'L'], counts: [5, 5], sittings: [{ source: 'paper', count: 10 }] },
      added: 10,
      newClasses: ['I', 'L'],
      empty: 1,
      crossed: 1,
      failed: [],
    });
    const { id } = result(first)['hand'] as { id: string };

    const printed = await inkstone('hands', 'sheet', '--hand', 'Anna', '--times', '60', '--out', at('anna.pdf'));
    expect(printed.code).toBe(2);
    expect(existsSync(at('anna.pdf'))).toBe(false);
    const fewer = await inkstone('hands', 'sheet', '--hand', id, '--times', '50', '--out', at('anna.pdf'));
    expect(result(fewer)).toMatchObject({ out: at('anna.pdf'), pages: 1, classes: ['I', 'L'], times: 50 });
    expect(readFileSync(at('anna.pdf')).toString('latin1').startsWith('%PDF-')).toBe(true);

    writeFileSync(at('notes.png'), 'no picture');
    const two = await pagePhoto('two.png', id);
    const files = [at('notes.png'), two, await pagePhoto('other.png', 'hand-00000000'), two];
    const more = await inkstone('hands', 'take', ...files, '--hand', 'Anna');
    expect(more.code).toBe(1);
    expect(result(more)).toMatchObject({
      hand: { id, counts: [10, 10] },
      added: 10,
      newClasses: [],
      repeated: [two],
      failed: [
        { file: at('notes.png'), error: { code: 'image-unreadable' } },
        { file: at('other.png'), error: { code: 'sheet-other-hand', params: { file: 'other.png' } } },
      ],
    });
  });

  it('says why nothing came in, and makes no hand then', async () => {
    writeFileSync(at('blank.png'), encodePng(new Uint8Array(300 * 300).fill(255), 300, 300));
    const none = await inkstone('hands', 'take', at('blank.png'), '--hand', 'Nobody');
    expect(none.code).toBe(1);
    expect(result(none)).toMatchObject({ type: 'error', error: { code: 'sheet-not-found' } });
    const { hands } = result(await inkstone('hands', 'list')) as { hands: { name: string }[] };
    expect(hands.map(({ name }) => name)).not.toContain('Nobody');
    expect((await inkstone('hands', 'sheet', '--out', at('x.pdf'))).code).toBe(2);
    expect((await inkstone('hands', 'sheet', '--classes', 'a,a', '--out', at('x.pdf'))).code).toBe(2);
    const unknown = await inkstone('hands', 'sheet', '--hand', 'Nobody', '--out', at('x.pdf'));
    expect(result(unknown)).toMatchObject({ error: { code: 'hand-not-found' } });
    expect(existsSync(at('x.pdf'))).toBe(false);
  });
});
