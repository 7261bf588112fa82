import { basename } from 'node:path';
import type { Handlers } from '../../shared/contract/define.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { frameOf } from '../../shared/ink/frame.ts';
import type { FileHandles } from '../services/files/handles.ts';
import { printPage, saveFile } from '../services/files/save-file.ts';
import { revealStorage, storageInfo } from '../services/storage/storage.ts';
import { architecturesHandlers } from './handlers/architectures.ts';
import { batchesHandlers } from './handlers/batches.ts';
import { labHandlers } from './handlers/evaluations.ts';
import { experimentsHandlers } from './handlers/experiments.ts';
import { fineTuneHandlers } from './handlers/fine-tune.ts';
import { formsHandlers } from './handlers/forms.ts';
import { handsHandlers } from './handlers/hands.ts';
import { lessonsHandlers } from './handlers/lessons.ts';
import { modelsHandlers } from './handlers/models.ts';
import { ownFilesHandlers } from './handlers/own-files.ts';
import { paperHandlers } from './handlers/paper.ts';
import { readingsHandlers } from './handlers/readings.ts';
import { reportsHandlers } from './handlers/reports.ts';
import { runFilesHandlers } from './handlers/run-files.ts';
import { runsHandlers } from './handlers/runs.ts';
import { studiesHandlers } from './handlers/studies.ts';
import { updatesHandlers } from './handlers/updates.ts';
import type { ServiceSet } from './service-set.ts';

/** What each of the contract's calls does, for one connection and its file handles. */
export function hostHandlers(services: ServiceSet, files: FileHandles): Handlers<HostCalls> {
  const { env, settings, datasets, models, engine, reader } = services;
  return {
    'app.info': () => ({
      version: env.version,
      commandLine: env.commandLine,
      host: env.host === 'electron' ? 'electron' : 'web',
      platform: process.platform,
      dialogs: env.dialogs !== null,
      systemLanguage: env.systemLanguage,
    }),

    'settings.get': () => settings.get(),
    'settings.update': async (patch) => {
      const { updateFeed } = patch;
      // A page that is not itself any more could have the program call any address, with what it has seen in it.
      const isOther = typeof updateFeed === 'string' && updateFeed !== settings.get().updateFeed;
      if (isOther && env.dialogs && !(await env.dialogs.confirmFeed(updateFeed))) throw new AppError('cancelled');
      return settings.update(patch);
    },
    'settings.setMnistFolder': async ({ handle }) => {
      const mnistFolder = handle === null ? null : files.path(handle);
      if (mnistFolder !== null) await datasets.checkMnistFolder(mnistFolder);
      const next = await settings.update({ mnistFolder });
      await datasets.mnistMoved();
      return next;
    },
    'storage.info': () => storageInfo(env, datasets.mnistSource()),
    'storage.reveal': async () => {
      await revealStorage(env);
      return null;
    },

    'files.pick': ({ kind }) => files.pick(kind),
    'files.upload': ({ name, bytes }) => files.upload(name, bytes),
    'files.dropped': ({ drop }) => files.dropped(drop),
    'files.opened': () => files.opened(),
    'files.save': ({ name, bytes }) => saveFile(env.dialogs, name, bytes),
    'files.print': ({ name }) => printPage(env.dialogs, name),
    'files.uploadInto': ({ folder, name, files: parts }) => files.uploadInto(folder, name, parts),

    'datasets.list': () => datasets.list(),
    'datasets.preview': ({ id, count }) => datasets.preview(id, count),
    'datasets.download': () => {
      datasets.download();
      return null;
    },
    'datasets.cancel': ({ id }) => {
      datasets.cancel(id);
      return null;
    },
    'datasets.inspect': ({ handle, set, framing, ticket }, { signal }) =>
      datasets.imports.inspect(files.path(handle), {
        choice: set ?? null,
        framing,
        signal,
        ticket,
        origin: files.origin(handle),
      }),
    'datasets.importCounts': ({ inspection, ...choice }) => datasets.imports.counts(inspection, choice),
    'datasets.discard': async ({ inspection }) => {
      await datasets.imports.discard(inspection);
      return null;
    },
    'datasets.import': ({ inspection, ...wish }, { signal }) => datasets.imports.import(inspection, wish, signal),
    'datasets.update': ({ id, ...change }) => datasets.update(id, change),
    'datasets.remove': async ({ id }) => {
      await datasets.remove(id);
      return null;
    },

    ...handsHandlers(services, files),
    ...formsHandlers(services, files),
    ...batchesHandlers(services, files),

    ...runsHandlers(services),
    ...fineTuneHandlers(services),
    ...runFilesHandlers(services, files),
    ...experimentsHandlers(services),
    ...studiesHandlers(services),

    ...ownFilesHandlers(services, files),

    ...modelsHandlers(services, files),
    'exports.make': (wish, { signal }) => services.exports.make(wish, signal),
    ...lessonsHandlers(services, files),
    ...architecturesHandlers(services),
    ...labHandlers(services),

    'pictures.read': async ({ handle, model }, { signal }) => {
      const path = files.path(handle);
      const frame = frameOf(await models.card(models.folderOf(model)));
      return reader.call('picture.read', { path, name: basename(path), frame }, { signal });
    },

    ...paperHandlers(services, files),
    ...readingsHandlers(services, files),
    ...reportsHandlers(services),
    ...updatesHandlers(services),

    'engine.status': () => engine.status,
    'engine.start': () => engine.start(),
    'engine.installCuda': () => {
      engine.cuda.install();
      return null;
    },
    'engine.cancelCuda': async () => {
      await engine.cuda.cancel();
      return null;
    },
    'engine.removeCuda': async () => {
      await engine.removeCuda();
      return null;
    },
    'engine.probe': (subject, { signal }) => engine.probe(signal, subject ?? undefined),
    'engine.augment': (request, { signal }) => engine.augment(request, signal),
  };
}
