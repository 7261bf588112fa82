import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { embeddedScan, fieldsOf, templateFileSchema, type TemplateFile } from '../../../shared/forms/template-file.ts';
import { storageError } from '../../files/atomic-write.ts';
import { readJson } from '../../files/json-file.ts';
import { isIn } from '../../files/is-in.ts';
import { isThere } from '../../files/is-there.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { encodeGreyPng } from '../../formats/png.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import type { NewForm } from './form-store.ts';

/** A file of more bytes is no template. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a template's file, the studio's or one that was written by hand: docs/forms.md. `spare`: a folder for a scan that lies in the file, which is made and removed.
 * Throws `form-file-invalid` {file, reason}, `form-scan-missing` {file, scan}, `form-scan-poor` {file}, `file-newer` {path}, `path-missing` {path},
 * and what keeps the scan from being read.
 */
export async function readTemplateFile(
  reader: Pick<ReaderLink, 'call'>,
  file: string,
  spare: string,
): Promise<NewForm> {
  const name = path.basename(file);
  const template = await parsed(file, name);
  const embedded = embeddedScan(template);
  try {
    const place = embedded === null ? await scanBeside(file, name, template.scan) : await laidDown(spare, embedded);
    const known = embedded === null ? template.scan : name;
    const { factor, ...grey } = await reader.call('form.scan', { path: place, name: known, part: 0, print: true });
    const size = { width: grey.width, height: grey.height };
    return {
      ...{ name: template.name, size, fields: fieldsIn(template, factor, name) },
      scan: encodeGreyPng(grey.levels, grey.width, grey.height),
    };
  } finally {
    if (embedded !== null) await fs.rm(spare, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function parsed(file: string, name: string): Promise<TemplateFile> {
  const missing = (cause?: unknown): AppError => new AppError('path-missing', { path: file }, cause);
  const stats = await fs.stat(file).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? missing(error) : storageError(error, file);
  });
  if (stats.size > MOST_BYTES) throw new AppError('form-file-invalid', { file: name, reason: `${stats.size} bytes` });
  try {
    const template = await readJson(file, templateFileSchema, 1);
    if (template) return template;
    throw missing();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'file-torn') throw error;
    throw new AppError('form-file-invalid', { file: name, reason: reasonOf(error.cause) }, error);
  }
}

function fieldsIn(template: TemplateFile, factor: number, file: string): NewForm['fields'] {
  try {
    return fieldsOf(template, factor);
  } catch (error) {
    throw new AppError('form-file-invalid', { file, reason: reasonOf(error) }, error);
  }
}

/** The first thing that is wrong, and where. */
function reasonOf(error: unknown): string {
  const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
  return issue ? [issue.path.join('.'), issue.message].filter(Boolean).join(': ') : 'no JSON';
}

/** Only beside the file or below, also where it is a link: one that came from elsewhere opens no other file of this machine. */
async function scanBeside(file: string, name: string, scan: string): Promise<string> {
  const folder = path.dirname(path.resolve(file));
  const place = path.resolve(folder, scan);
  const elsewhere = new AppError('form-file-invalid', { file: name, reason: `scan: ${scan}` });
  if (path.isAbsolute(scan) || !place.startsWith(folder + path.sep)) throw elsewhere;
  if (!(await isThere(place))) throw new AppError('form-scan-missing', { file: name, scan });
  if (!(await isIn(folder, place))) throw elsewhere;
  return place;
}

async function laidDown(spare: string, base64: string): Promise<string> {
  const place = path.join(spare, 'scan');
  try {
    makeFolder(spare, 0o700);
    await fs.writeFile(place, Buffer.from(base64, 'base64'));
  } catch (error) {
    throw storageError(error, place);
  }
  return place;
}
