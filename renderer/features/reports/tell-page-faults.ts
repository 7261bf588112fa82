import type { App } from 'vue';
import type { Router } from 'vue-router';
import { AppError } from '../../../shared/contract/errors.ts';
import type { PageFault } from '../../../shared/contract/schemas/report.ts';
import { useHost } from '../../stores/host.ts';

/** Errors that a page keeps for the host while it is not connected; further ones are dropped. */
const MOST_WAITING = 20;

/** Tells the host's log of errors that nothing in the page has caught, those of Vue's own handlers among them. Once, at the start. */
export function tellPageFaults(app: App, router: Router): void {
  const host = useHost();
  let waiting: PageFault[] = [];

  function tell(thrown: unknown): void {
    const fault = faultOf(thrown, router.currentRoute.value.name);
    if (!host.connected) return void (waiting.length < MOST_WAITING && waiting.push(fault));
    host.call('reports.pageFault', fault).catch(() => undefined);
  }

  host.onConnected(async () => {
    const told = waiting;
    waiting = [];
    await Promise.all(told.map((fault) => host.call('reports.pageFault', fault).catch(() => undefined)));
  });
  window.addEventListener('error', ({ error, message }) => tell(error ?? message));
  window.addEventListener('unhandledrejection', ({ reason }) => tell(reason));
  app.config.errorHandler = (thrown) => {
    console.error(thrown);
    tell(thrown);
  };
}

/** Of the studio's own errors the code alone: what stands in them are names of the user's. */
export function faultOf(thrown: unknown, screen: unknown): PageFault {
  const error = thrown instanceof Error ? thrown : null;
  const message = thrown instanceof AppError ? thrown.code : (error?.message ?? String(thrown));
  const stack = thrown instanceof AppError ? null : (error?.stack ?? null);
  return {
    message: message.slice(0, 2000),
    stack: stack?.slice(0, 8000) ?? null,
    screen: typeof screen === 'string' ? screen.slice(0, 60) : null,
  };
}
