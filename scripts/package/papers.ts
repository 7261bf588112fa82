import fs from 'node:fs';
import path from 'node:path';
import { collectParts } from '../licences/collect.ts';
import { billOfMaterials } from '../licences/sbom.ts';
import { licencesText, writeForWindow } from '../licences/write-licences.ts';
import { electronRuntime } from '../lib/electron-runtime.ts';
import { root } from '../lib/root.ts';

/**
 * Writes licences and the bill of materials (CycloneDX) of what is about to be packed: for the window into out/, as one text and
 * sbom.cdx.json into dist/papers, which electron-builder.yml lays beside the program. Throws where a licence is unknown or its text
 * missing.
 */
export async function writePapers(engine: string, version: string): Promise<void> {
  const runtime = await electronRuntime(root);
  if ('missing' in runtime) throw new Error(`Electron's licences are not at hand: ${runtime.missing}`);
  const inApp = path.join('Electron.app', 'Contents', 'MacOS');
  const folder = path.dirname(runtime.path);
  const electron = folder.endsWith(inApp) ? folder.slice(0, -inApp.length) : folder;
  const parts = collectParts({ engine, electron, node: process.execPath, checksums: true });
  writeForWindow(path.join(root, 'out', 'renderer', 'licences'), parts);
  const papers = path.join(root, 'dist', 'papers');
  fs.mkdirSync(papers, { recursive: true });
  fs.writeFileSync(path.join(papers, 'LICENSES.txt'), licencesText(parts));
  fs.writeFileSync(path.join(papers, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(parts, version), null, 2)}\n`);
}
