import type { Protocol, WebUtils } from 'electron';
import type { FileAnswer } from './app-files.ts';

/**
 * This file exists only so that the program also runs on Electron 22. To drop that, remove it and call
 * `protocol.handle` where it is used.
 */
interface OldProtocol {
  registerBufferProtocol(
    scheme: string,
    handler: (
      request: { url: string },
      answer: (response: { statusCode: number; headers: Record<string, string>; data: Buffer }) => void,
    ) => void,
  ): void;
}

/** The path of a file that was dropped or chosen; empty for one that a page made. `webUtils` came with Electron 29. */
export function pathOfFile(webUtils: WebUtils | undefined, file: object): string {
  if (webUtils) return webUtils.getPathForFile(file as Parameters<WebUtils['getPathForFile']>[0]);
  return (file as { path?: string }).path ?? '';
}

/** Serves a scheme: `protocol.handle` came with Electron 25. */
export function handleProtocol(
  protocol: Protocol,
  scheme: string,
  respond: (url: string) => Promise<FileAnswer>,
): void {
  if ('handle' in protocol) {
    protocol.handle(scheme, async ({ url }) => {
      const { status, headers, body } = await respond(url);
      return new Response(new Uint8Array(body), { status, headers });
    });
    return;
  }
  (protocol as OldProtocol).registerBufferProtocol(scheme, ({ url }, answer) => {
    void respond(url).then(({ status, headers, body }) => answer({ statusCode: status, headers, data: body }));
  });
}
