import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { CancelSignal } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { BatchPage, FieldCrop } from '../../../shared/contract/schemas/batch.ts';
import type { Form, FormId } from '../../../shared/contract/schemas/form.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { templateFile } from '../../../shared/forms/template-file.ts';
import type { HostEnvironment } from '../../environment.ts';
import { hostFolder } from '../../files/host-folder.ts';
import { encodeGreyPng } from '../../formats/png.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import { FormStore, type NewForm } from './form-store.ts';
import { cutPage, readCuts, type CutPage, type FieldReader, type PagePicture } from './page-reader.ts';
import { readTemplateFile } from './template-files.ts';

export interface FormsDependencies {
  readonly env: Pick<HostEnvironment, 'storageFolder' | 'now' | 'log'>;
  readonly reader: Pick<ReaderLink, 'call'>;
  readonly read: FieldReader;
}

/** The longer side of a page that is shown, in pixels. */
export const SHOWN = 1600;

/** Templates of forms (form-store.ts), and what all windows are told of them. */
export class Forms {
  readonly onChanged: Emitter<Form>;
  readonly onRemoved: Emitter<{ id: FormId }>;
  readonly store: FormStore;
  private readonly deps: FormsDependencies;

  constructor(deps: FormsDependencies) {
    const onError = (thrown: unknown): void => deps.env.log.error('listener', { thrown: String(thrown) });
    this.deps = deps;
    this.store = new FormStore(deps.env);
    this.onChanged = new Emitter(onError);
    this.onRemoved = new Emitter(onError);
  }

  /** A template without fields. Throws `form-scan-poor` {file}, and what keeps the file from being read. */
  async create(picture: PagePicture, name: string, signal?: CancelSignal): Promise<Form> {
    const grey = await this.deps.reader.call('form.scan', { ...picture, print: true }, { signal });
    const scan = encodeGreyPng(grey.levels, grey.width, grey.height);
    return this.add({ name, size: { width: grey.width, height: grey.height }, fields: [], scan });
  }

  add(form: NewForm): Promise<Form> {
    return this.told(this.store.create(form));
  }

  save(id: FormId, expected: number, change: Partial<Pick<Form, 'name' | 'fields'>>): Promise<Form> {
    return this.told(this.store.save(id, expected, change));
  }

  async remove(id: FormId): Promise<void> {
    await this.store.discard(id);
    this.onRemoved.emit({ id });
  }

  restore(id: FormId): Promise<Form> {
    return this.told(this.store.restore(id));
  }

  /** Throws `form-not-found` {id}, `file-torn`, and what keeps the scan from being read. */
  async scan(id: FormId): Promise<{ width: number; height: number; levels: Uint8Array<ArrayBuffer> }> {
    await this.store.scan(id);
    const at = { path: this.store.scanFile(id), name: 'scan.png', part: 0, print: false };
    const { width, height, levels } = await this.deps.reader.call('form.scan', at);
    return { width, height, levels: new Uint8Array(levels) };
  }

  /** A template as its file would have it, without keeping it. Throws as `readTemplateFile` does. */
  fromFile(file: string): Promise<NewForm> {
    const spare = path.join(
      hostFolder(path.join(this.deps.env.storageFolder, 'uploads')),
      randomBytes(8).toString('hex'),
    );
    return readTemplateFile(this.deps.reader, file, spare);
  }

  /** The template as one file, its scan in it. */
  async file(id: FormId): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
    const [form, scan] = [await this.store.get(id), await this.store.scan(id)];
    const text = `${JSON.stringify(templateFile(form, Buffer.from(scan).toString('base64')), null, 2)}\n`;
    return { name: `${form.name}.form.json`, bytes: new Uint8Array(Buffer.from(text)) };
  }

  /** As `forms.try` says. */
  async try(
    id: FormId,
    picture: PagePicture,
    model: string,
    signal?: CancelSignal,
  ): Promise<{ page: BatchPage; straight: NonNullable<CutPage['straight']>; crops: FieldCrop[] }> {
    const { name, fields } = await this.store.get(id);
    if (fields.length === 0) throw new AppError('form-fieldless', { name });
    const { reader, read } = this.deps;
    const form = { scan: this.store.scanFile(id), fields };
    const cut = await cutPage(reader, picture, form, { straight: SHOWN, signal });
    const readings = await readCuts(read, cut, fields, model, signal);
    const where = { page: 0, file: picture.name, part: picture.part, error: null };
    return {
      page: { ...where, quality: Math.min(1, cut.quality), corners: cut.corners, fields: readings },
      straight: cut.straight!,
      crops: cut.cuts.map(({ field, width, height, look, ink }) => ({
        ...{ page: 0, field },
        look: { width, height, levels: new Uint8Array(look) },
        ink: { width, height, levels: new Uint8Array(ink) },
      })),
    };
  }

  private async told(change: Promise<Form>): Promise<Form> {
    const changed = await change;
    this.onChanged.emit(changed);
    return changed;
  }
}
