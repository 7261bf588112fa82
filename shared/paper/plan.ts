import { AppError } from '../contract/errors.ts';
import type { SheetWish } from '../contract/schemas/paper.ts';
import { boxesOf } from './boxes.ts';
import { MOST_BYTES } from './code/band.ts';
import { encodePage, type PageCode } from './code/payload.ts';

/** Pages that can be printed together. */
const MOST_PAGES = 99;

type Wish = Pick<SheetWish, 'classes' | 'times' | 'columns' | 'format' | 'hand'>;

/**
 * The pages of a sheet: `times` boxes for each sign, sign by sign, as many on a page as it has room for and as its code can
 * name. `id` is eight hexadecimal digits. Throws `sheet-too-long` {pages, limit}.
 */
export function planSheet(wish: Wish, id: string): PageCode[] {
  const pages: PageCode[] = [];
  const all = wish.classes.length * wish.times;
  for (let done = 0; done < all;) {
    const page = nextPage(wish, id, pages.length + 1, done);
    pages.push(page);
    done += page.boxes;
    if (pages.length > MOST_PAGES) {
      const estimate = Math.ceil((pages.length * all) / done);
      throw new AppError('sheet-too-long', { pages: estimate, limit: MOST_PAGES });
    }
  }
  return pages.map((page) => ({ ...page, pages: pages.length }));
}

function nextPage({ classes, times, columns, format, hand }: Wish, id: string, page: number, done: number): PageCode {
  const first = Math.floor(done / times);
  const room = Math.min(boxesOf(format, columns).length, classes.length * times - done);
  const pageOf = (boxes: number): PageCode => {
    const last = Math.ceil((done + boxes) / times);
    const names = classes.slice(first, last);
    return { id, page, pages: page, hand, format, columns, times, before: done % times, boxes, classes: names };
  };
  let boxes = room;
  // Without its last sign, as long as there are more names than the code has room for. One name always fits.
  while (encodePage(pageOf(boxes)).length > MOST_BYTES) {
    boxes = times * (Math.ceil((done + boxes) / times) - 1) - done;
  }
  return pageOf(boxes);
}
