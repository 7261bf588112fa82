import { existsSync, promises as fs } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is in the page beside its model, as scripts/build.mjs has made it. */
export interface PageFiles {
  /** Sets `inkstonePredictor`. */
  readonly predictor: string;
  readonly page: string;
  readonly style: string;
}

const FOLDER = 'pad-page';

export async function readPageFiles(): Promise<PageFiles> {
  const here = path.dirname(fileURLToPath(import.meta.url));
  // Beside the program, or from sources in the checkout's own.
  const beside = path.join(here, FOLDER);
  const folder = existsSync(beside) ? beside : path.join(here, '..', '..', '..', '..', 'out', 'node', FOLDER);
  const [predictor, page, style] = await Promise.all(
    ['predictor.js', 'page.js', 'page.css'].map((name) => fs.readFile(path.join(folder, name), 'utf8')),
  );
  return { predictor: predictor!, page: page!, style: style! };
}
