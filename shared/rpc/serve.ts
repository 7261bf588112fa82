import type { z } from 'zod';
import type { Calls, Contract, EventPayload, Events, Handlers } from '../contract/define.ts';
import { AppError, toErrorData } from '../contract/errors.ts';
import { createCancelSource, type CancelSource } from './cancel.ts';
import { createClosing } from './closing.ts';
import { errorCodeSchema } from '../contract/schemas/error.ts';
import { requestSchema, type Answer, type Request } from './frames.ts';
import { measure, type Measure } from './measure.ts';
import type { Transport } from './transport.ts';

/** The serving side of one connection. */
export interface Serving<E extends Events> {
  /** Sends an event to the other side; does nothing once the connection is closed. */
  emit<N extends keyof E & string>(name: N, payload: EventPayload<E, N>): void;
  /** Ends the connection; running calls are cancelled. */
  close(): void;
  /** Called once, when either side has ended the connection. Returns the function that takes the listener back. */
  onClose(listener: () => void): () => void;
}

export interface ServeOptions {
  /** Called with everything that a handler throws, before it is sent as data: for the log. */
  readonly onError?: (call: string, thrown: unknown) => void;
}

/** A caller with more calls than this in flight, or more bytes in their inputs, is broken or hostile. */
const MAXIMAL_CALLS_IN_FLIGHT = 256;
const MAXIMAL_BYTES_IN_FLIGHT = 536_870_912;

/** The deepest input of the contract, a model with blocks in blocks, comes to half of this. */
const MAXIMAL_DEPTH = 64;

/**
 * Answers the contract's calls that come over `transport` with `handlers`.
 *
 * Nothing that the other side sends can throw here: what is no request is dropped, an unknown call is answered with
 * `unsupported`, an input that its schema refuses with `invalid-input` (params `path` and `reason`), as one that is nested too deep, or with the error that the schema
 * names (`params: { error }` of a custom issue), and whatever a
 * handler throws crosses as ErrorData. A handler's signal aborts when the caller cancels or the connection closes.
 */
export function serve<C extends Calls, E extends Events>(
  contract: Contract<C, E>,
  handlers: Handlers<C>,
  transport: Transport,
  options: ServeOptions = {},
): Serving<E> {
  const running = new Map<number, CancelSource>();
  let bytesInFlight = 0;
  const closing = createClosing();
  const send = (answer: Answer) => {
    if (!closing.done) transport.post(answer);
  };

  const run = async (
    request: Request & { kind: 'call' },
    { depth }: Measure,
    source: CancelSource,
  ): Promise<unknown> => {
    // Schemas parse recursively and would overflow the stack.
    if (depth > MAXIMAL_DEPTH) throw new AppError('invalid-input', { path: '', reason: `depth > ${MAXIMAL_DEPTH}` });
    if (!Object.hasOwn(contract.calls, request.name)) throw new AppError('unsupported', { call: request.name });
    const name = request.name as keyof C & string;
    const input = parseInput(contract.calls[name]!.input, request.input);
    return handlers[name](input as never, { signal: source.signal });
  };

  const answer = async (request: Request & { kind: 'call' }) => {
    const { id, name } = request;
    if (running.has(id)) return;
    const source = createCancelSource();
    const size = measure(request.input, MAXIMAL_DEPTH);
    bytesInFlight += size.bytes;
    try {
      if (running.size >= MAXIMAL_CALLS_IN_FLIGHT || bytesInFlight > MAXIMAL_BYTES_IN_FLIGHT)
        throw new AppError('busy');
      running.set(id, source);
      const value = await run(request, size, source);
      // Posting may throw too: a value that cannot be cloned is answered with an error, never with silence.
      send({ kind: 'result', id, value });
    } catch (thrown) {
      options.onError?.(name, thrown);
      send({ kind: 'error', id, error: toErrorData(thrown) });
    } finally {
      bytesInFlight -= size.bytes;
      running.delete(id);
    }
  };

  transport.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return;
    if (request.data.kind === 'cancel') running.get(request.data.id)?.abort();
    else void answer(request.data);
  });
  transport.onClose(() => {
    closing.happen();
    for (const source of running.values()) source.abort();
  });

  return {
    emit: (name, payload) => send({ kind: 'event', name, payload }),
    close: () => transport.close(),
    onClose: closing.onClose,
  };
}

function parseInput(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const own = issue?.code === 'custom' ? errorCodeSchema.safeParse(issue.params?.['error']) : null;
  if (own?.success) throw new AppError(own.data);
  throw new AppError('invalid-input', { path: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
}
