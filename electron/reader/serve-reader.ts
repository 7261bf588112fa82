import { AppError } from '../../shared/contract/errors.ts';
import { readerCalls, readerEvents } from '../../shared/contract/reader.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { readPicture } from './read-picture.ts';
import { stageData } from './stage-data.ts';

/** Answers the reader's calls until the transport closes. */
export function serveReader(transport: Transport): void {
  const serving = serve(
    { calls: readerCalls, events: readerEvents },
    {
      'picture.read': readPicture,
      'sheet.read': () => Promise.reject(new AppError('unsupported')),
      'sheet.write': () => Promise.reject(new AppError('unsupported')),
      'data.stage': (request) => stageData(request, (progress) => serving.emit('data.progress', progress)),
    },
    transport,
  );
}
