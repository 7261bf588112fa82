/** What is printed on a sheet. */
export interface SheetWords {
  /** Of a sheet that belongs to nobody. */
  readonly title: string;
  readonly advice: string;
  readonly place: (page: number, pages: number, id: string) => string;
}

const english: SheetWords = {
  title: 'Writing sheet',
  advice: 'Write each sign into its boxes with a dark pen. To leave a box out, strike it through, across its edges.',
  place: (page, pages, id) => `Page ${page} of ${pages} · Sheet ${id}`,
};

const chinese: SheetWords = {
  title: '采集页',
  advice: '请用深色笔把每个符号写进对应的格子里。不用的格子，请画一道横穿两边的线划掉。',
  place: (page, pages, id) => `第 ${page} 页，共 ${pages} 页 · 编号 ${id}`,
};

/** `language` is a BCP 47 tag. */
export const sheetWords = (language: string): SheetWords => (language.startsWith('zh') ? chinese : english);
