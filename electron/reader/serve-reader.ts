import { readerCalls, readerEvents } from '../../shared/contract/reader.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { writeSheet } from '../formats/sheet/write-sheet.ts';
import { findLinesInFile } from './find-lines.ts';
import { readDrawings } from './read-drawings.ts';
import { readFormPage, readFormScan } from './read-form.ts';
import { readPicture } from './read-picture.ts';
import { countSheetParts, readSheetFile } from './read-sheet.ts';
import { stageData } from './stage-data.ts';
import { stageModel } from './stage-model.ts';
import type { Progress } from './telling.ts';
import { unpackModelFile, unpackRunFile } from './unpack-run.ts';

/** Answers the reader's calls until the transport closes. */
export function serveReader(transport: Transport): void {
  const tell = (progress: Progress): void => serving.emit('data.progress', progress);
  const serving = serve(
    { calls: readerCalls, events: readerEvents },
    {
      'picture.read': readPicture,
      'drawings.read': (request) => readDrawings(request, tell),
      'sheet.parts': countSheetParts,
      'sheet.read': readSheetFile,
      'lines.find': findLinesInFile,
      'form.scan': readFormScan,
      'form.page': readFormPage,
      'sheet.write': writeSheet,
      'data.stage': (request) => stageData(request, tell),
      'run.unpack': (request) => unpackRunFile(request, tell),
      'model.unpack': (request) => unpackModelFile(request, tell),
      'model.stage': (request) => stageModel(request, tell),
    },
    transport,
  );
}
