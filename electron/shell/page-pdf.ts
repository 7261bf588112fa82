import type { BrowserWindow } from 'electron';
import { AppError } from '../../shared/contract/errors.ts';

/** Chromium draws it below each page, in the margin that the page's style leaves (renderer/styles/paper.css). */
const FOOTER =
  '<div style="width: 100%; font: 8px sans-serif; text-align: center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/** What the window shows as a PDF, as its style for paper lays it out. Throws `disconnected` where there is no window any more. */
export async function pagePdf(window: BrowserWindow | null): Promise<Uint8Array> {
  if (!window) throw new AppError('disconnected');
  return new Uint8Array(
    await window.webContents.printToPDF({
      pageSize: 'A4',
      preferCSSPageSize: true,
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: FOOTER,
    }),
  );
}
