import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, CallOutput, CancelSignal, Client, EventPayload } from '../../shared/contract/define.ts';
import { AppError, toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';
import type { HostEvents } from '../../shared/contract/events.ts';
import { plain } from './plain.ts';

export type HostClient = Client<HostCalls, HostEvents>;
export type AppInfo = CallOutput<HostCalls, 'app.info'>;
type CallName = keyof HostCalls & string;
type EventName = keyof HostEvents & string;

/** Waits between attempts to come back, milliseconds; the last one repeats. */
const RETRY_DELAYS = [250, 500, 1000, 2000, 4000];

/**
 * The one connection to the host. Other stores listen with `on` and fill themselves in `onConnected`, which runs at
 * every connection: so a window that opens late, or comes back after a break, shows the same as one that stayed.
 */
export const useHost = defineStore('host', () => {
  const state = ref<'connecting' | 'connected' | 'lost'>('connecting');
  const info = shallowRef<AppInfo | null>(null);
  /** Why the last attempt failed; null while all is well. */
  const error = shallowRef<ErrorData | null>(null);

  let client: HostClient | null = null;
  let open: (() => Promise<HostClient>) | null = null;
  /** Attempts that have failed since it was connected last. */
  const attempts = ref(0);
  let attempting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attachments: ((client: HostClient) => void)[] = [];
  const snapshots = new Set<() => Promise<void>>();

  /** Connects, and from then on keeps reconnecting with `opener` until `disconnect`. Never rejects. */
  async function connect(opener: () => Promise<HostClient>): Promise<void> {
    open = opener;
    await attemptNow();
  }

  async function attemptNow(): Promise<void> {
    clearTimeout(timer);
    const opener = open;
    if (opener === null || attempting || client !== null) return;
    attempting = true;
    try {
      const opened = await opener();
      client = opened;
      opened.onClose(() => lost(opened));
      for (const attach of attachments) attach(opened);
      info.value = await opened.call('app.info', null);
      await Promise.all([...snapshots].map((snapshot) => snapshot()));
      if (client !== opened) return;
      attempts.value = 0;
      error.value = null;
      state.value = 'connected';
    } catch (thrown) {
      error.value = toErrorData(thrown);
      const failed = client;
      client = null;
      failed?.close();
      retryLater();
    } finally {
      attempting = false;
    }
  }

  function lost(closed: HostClient): void {
    if (client !== closed) return;
    client = null;
    error.value = { code: 'disconnected', params: {} };
    retryLater();
  }

  function retryLater(): void {
    if (open === null) return;
    state.value = 'lost';
    clearTimeout(timer);
    timer = setTimeout(() => void attemptNow(), RETRY_DELAYS[Math.min(attempts.value++, RETRY_DELAYS.length - 1)]);
  }

  /** Ends the connection for good. */
  function disconnect(): void {
    open = null;
    clearTimeout(timer);
    const closing = client;
    client = null;
    closing?.close();
  }

  /** Rejects with `AppError`: the host's own, or `disconnected`. */
  function call<N extends CallName>(
    name: N,
    input: CallInput<HostCalls, N>,
    options?: { signal?: CancelSignal },
  ): Promise<CallOutput<HostCalls, N>> {
    return client === null ? Promise.reject(new AppError('disconnected')) : client.call(name, plain(input), options);
  }

  /** Listens over every connection, this one and those to come. */
  function on<N extends EventName>(name: N, listener: (payload: EventPayload<HostEvents, N>) => void): void {
    const attach = (to: HostClient): void => void to.on(name, listener);
    attachments.push(attach);
    if (client !== null) attach(client);
  }

  /** Takes a snapshot now, if connected, and at each connection to come, until what it gives is called; `connected` waits for it. */
  function onConnected(snapshot: () => Promise<void>): () => void {
    snapshots.add(snapshot);
    if (client !== null) snapshot().catch((thrown: unknown) => (error.value = toErrorData(thrown)));
    return () => void snapshots.delete(snapshot);
  }

  /** What the user can do about a lost connection; null: wait, since it has just been lost. */
  const advice = computed<'open-new-address' | 'start-host' | null>(() => {
    if (state.value !== 'lost' || info.value?.host === 'electron') return null;
    if (error.value?.code === 'session-ended') return 'open-new-address';
    return attempts.value > RETRY_DELAYS.length ? 'start-host' : null;
  });
  const connected = computed(() => state.value === 'connected');
  const retryNow = (): Promise<void> => attemptNow();
  return { state, info, error, advice, connected, connect, disconnect, retryNow, call, on, onConnected };
});
