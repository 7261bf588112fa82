import { createRequire } from 'node:module';
import path from 'node:path';
import type sharp from 'sharp';

export type Sharp = typeof sharp;

let loaded: Sharp | undefined;

/**
 * The library that decodes pictures: of the checkout's node_modules or, in a packaged program, of the folder that INKSTONE_SHARP
 * names. Loaded when first needed; only what libvips knows as safe for content from anywhere is left switched on.
 */
export function loadSharp(): Sharp {
  if (loaded) return loaded;
  const folder = process.env['INKSTONE_SHARP'];
  loaded = createRequire(folder ? path.join(folder, 'package.json') : import.meta.url)('sharp') as Sharp;
  // Vector files may refer to other files and may take any time to draw.
  loaded.block({ operation: ['VipsForeignLoadSvg'] });
  // No picture is decoded twice, so a cache would only take memory.
  loaded.cache(false);
  return loaded;
}
