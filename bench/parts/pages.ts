import { cleanPage } from '../../shared/page/clean-page.ts';
import { findLines } from '../../shared/page/find-lines.ts';
import { lineImage } from '../../shared/page/line-image.ts';
import { photograph, shadow } from '../../test/fixtures/sheet-photo.ts';
import { digitFields, writePage } from '../../test/fixtures/written-page.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count, seconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { summarise } from '../lib/stats.ts';

/** What it takes to clean a photographed page and to cut it into lines. */
export const pages: Part = {
  name: 'pages',
  about: 'a page of 12 megapixels cleaned and cut into lines',
  run: measure,
};

const LINES = 14;
const TURNS = 8;

async function measure({ quick, say }: Bench): Promise<PartResult> {
  const written = writePage(digitFields(LINES, ['free', 'rule', 'boxes', 'comb', 'frame', 'security']), { seed: 3 });
  const shot = { width: 3000, height: 4000, pitch: 18, yaw: -9, roll: 7, light: shadow, grain: 3 };
  const picture = photograph(written, shot);
  const turns = Array.from({ length: quick ? 3 : TURNS }, (_, turn) => {
    say(`page ${turn + 1}`);
    const start = performance.now();
    const page = cleanPage(picture);
    const images = findLines(page).map((line) => lineImage(page, line));
    return { seconds: (performance.now() - start) / 1000, lines: images.length };
  });
  return pagesResult(turns);
}

/** The result of cleaning the same page several times: the first is slower, its code being new to the machine. */
export function pagesResult(turns: readonly { readonly seconds: number; readonly lines: number }[]): PartResult {
  const [first, ...others] = turns;
  const { median, most } = summarise(others.map((turn) => turn.seconds));
  return {
    tables: [
      {
        title: 'A photographed page of 12 megapixels, cleaned and cut into lines',
        columns: ['lines', 'first page', 'others, median', 'slowest'],
        rows: [[count(first!.lines), seconds(first!.seconds), seconds(median), seconds(most)]],
        notes: [`${count(LINES)} lines are on it, in perspective and shadow`],
      },
    ],
    goals: [atMost('seconds of a page of 12 megapixels', median, 1.2, seconds)],
    data: { turns },
  };
}
