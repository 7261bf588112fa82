import type { Calls, Client, Contract, Events } from '../contract/define.ts';
import { AppError, fromErrorData } from '../contract/errors.ts';
import { createClosing } from './closing.ts';
import { answerSchema, type Answer, type Request } from './frames.ts';
import type { Transport } from './transport.ts';

interface Pending {
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

type Listener = (payload: unknown) => void;

export interface ConnectOptions {
  /**
   * Called once when the other side sends something that breaks the contract: with an event's name, or `frame`. Later
   * messages are ignored. Without this, such an event throws out of the transport's message listener.
   */
  readonly onGarbled?: (what: string, cause: unknown) => void;
}

/**
 * The calling side of a contract over `transport`.
 *
 * A call rejects with AppError only: the handler's own, `cancelled` once its signal aborts, `disconnected` when the
 * transport closes, `internal` when the answer does not keep the contract. An event that breaks it goes to `onGarbled`.
 * A listener's own error throws out of the transport's message listener: a programming error, to be seen.
 */
export function connect<C extends Calls, E extends Events>(
  contract: Contract<C, E>,
  transport: Transport,
  { onGarbled }: ConnectOptions = {},
): Client<C, E> {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<Listener>>();
  const closing = createClosing();
  let lastId = 0;
  let garbled = false;

  const post = (request: Request) => transport.post(request);
  const settle = (id: number): Pending | undefined => {
    const entry = pending.get(id);
    pending.delete(id);
    return entry;
  };

  const deliver = (event: Answer & { kind: 'event' }) => {
    const subscribed = listeners.get(event.name);
    if (!subscribed?.size || !Object.hasOwn(contract.events, event.name)) return;
    const payload = contract.events[event.name]!.safeParse(event.payload);
    if (!payload.success) return refuse(event.name, payload.error);
    for (const listener of [...subscribed]) listener(payload.data);
  };

  const refuse = (what: string, cause: unknown) => {
    if (!onGarbled) throw cause;
    garbled = true;
    onGarbled(what, cause);
  };

  transport.onMessage((message) => {
    if (garbled) return;
    const answer = answerSchema.safeParse(message);
    if (!answer.success) {
      // An answer that cannot be parsed still settles its call, whose caller must not wait for ever.
      settle(idOf(message))?.reject(new AppError('internal', {}, answer.error));
      return onGarbled && refuse('frame', answer.error);
    }
    if (answer.data.kind === 'event') deliver(answer.data);
    else if (answer.data.kind === 'error') settle(answer.data.id)?.reject(fromErrorData(answer.data.error));
    else settle(answer.data.id)?.resolve(answer.data.value);
  });
  transport.onClose(() => {
    for (const id of [...pending.keys()]) settle(id)?.reject(new AppError('disconnected'));
    closing.happen();
  });

  return {
    async call(name, input, { signal } = {}) {
      if (closing.done) throw new AppError('disconnected');
      if (signal?.aborted) throw new AppError('cancelled');
      const id = ++lastId;
      const cancel = () => {
        settle(id)?.reject(new AppError('cancelled'));
        post({ kind: 'cancel', id });
      };
      signal?.addEventListener('abort', cancel);
      try {
        const value = await new Promise((resolve, reject) => {
          pending.set(id, { resolve, reject });
          post({ kind: 'call', id, name, input });
        });
        return contract.calls[name]!.output.parse(value) as never;
      } catch (thrown) {
        throw thrown instanceof AppError ? thrown : new AppError('internal', { call: name }, thrown);
      } finally {
        pending.delete(id);
        signal?.removeEventListener('abort', cancel);
      }
    },
    on(name, listener) {
      const subscribed = listeners.get(name) ?? new Set();
      listeners.set(name, subscribed.add(listener as Listener));
      return () => void subscribed.delete(listener as Listener);
    },
    onClose: closing.onClose,
    close: () => transport.close(),
  };
}

/** The id of the call that an invalid frame seems to answer; -1 if it has none. */
function idOf(message: unknown): number {
  const { id } = (message ?? {}) as { readonly id?: unknown };
  return typeof id === 'number' ? id : -1;
}
