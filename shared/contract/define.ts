import type { z } from 'zod';

/** One call: what goes in and what comes out, parsed at the door of the side that receives each. */
export interface CallDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): CallDefinition<I, O> => ({
  input,
  output,
});

export type Calls = Readonly<Record<string, CallDefinition>>;
export type Events = Readonly<Record<string, z.ZodType>>;

/** A contract between two sides: calls go one way, events come back the other. */
export interface Contract<C extends Calls = Calls, E extends Events = Events> {
  readonly calls: C;
  readonly events: E;
}

export type CallInput<C extends Calls, N extends keyof C> = z.input<C[N]['input']>;
export type ParsedInput<C extends Calls, N extends keyof C> = z.output<C[N]['input']>;
export type CallOutput<C extends Calls, N extends keyof C> = z.output<C[N]['output']>;
export type EventPayload<E extends Events, N extends keyof E> = z.output<E[N]>;

/**
 * What a call's handler gets beside its input. It may stop when `signal` aborts: the caller does not want the answer
 * any more, or is gone.
 */
export interface CallContext {
  readonly signal: CancelSignal;
}

/** The part of AbortSignal that is used here; platform-free. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export type Handlers<C extends Calls> = {
  readonly [N in keyof C]: (
    input: ParsedInput<C, N>,
    context: CallContext,
  ) => CallOutput<C, N> | Promise<CallOutput<C, N>>;
};

/** A caller's view of a contract: `client.call('runs.start', spec)`. */
export interface Client<C extends Calls, E extends Events> {
  call<N extends keyof C & string>(
    name: N,
    input: CallInput<C, N>,
    options?: { signal?: CancelSignal },
  ): Promise<CallOutput<C, N>>;
  /** Returns the function that ends the subscription. */
  on<N extends keyof E & string>(name: N, listener: (payload: EventPayload<E, N>) => void): () => void;
  /** Called once when the other side is gone. */
  onClose(listener: () => void): () => void;
  close(): void;
}
