import { onScopeDispose, readonly, ref, shallowRef } from 'vue';

/** Why no picture comes from a camera: not allowed, none there, another program has it, or it went away while it was on. */
export type CameraTrouble = 'refused' | 'missing' | 'busy' | 'gone';

/** `off` also while the page is hidden; `asking` until the user and the system have said yes. */
export type CameraState = 'off' | 'asking' | 'live' | CameraTrouble;

export interface CameraDevice {
  readonly id: string;
  /** As the system names it; empty where it does not say. */
  readonly name: string;
}

/** As many pixels as the camera has, uncropped. */
const WISH = { width: { ideal: 4096 }, height: { ideal: 2160 }, resizeMode: 'none' } as const;

/** The camera that was chosen, for as long as the page stands. */
let chosen: string | null = null;

/** Whether this page may ask for a camera at all: at an address that is not secure, browsers have no such thing. */
export const hasCamera = (): boolean =>
  typeof (navigator as { mediaDevices?: Partial<MediaDevices> }).mediaDevices?.getUserMedia === 'function';

/** One camera's live picture, never its sound. It is on from `start` to `stop`, but while the page is hidden. Call it in setup. */
export function useCameraStream() {
  const state = ref<CameraState>('off');
  const stream = shallowRef<MediaStream | null>(null);
  const cameras = shallowRef<readonly CameraDevice[]>([]);
  /** The id of the camera that is on; empty without. */
  const current = ref('');
  let wanted = false;
  /** Grows with each wish, so that a stream that comes for an older one is let go at once. */
  let wish = 0;

  function release(): void {
    wish++;
    if (stream.value !== null) stop(stream.value);
    stream.value = null;
  }

  async function open(): Promise<void> {
    release();
    const own = wish;
    state.value = 'asking';
    try {
      const came = await ask();
      if (own !== wish) return stop(came);
      const [track] = came.getVideoTracks();
      track!.addEventListener('ended', () => own === wish && lose());
      current.value = track!.getSettings().deviceId ?? '';
      [stream.value, state.value] = [came, 'live'];
      await list();
    } catch (thrown) {
      if (own === wish) state.value = troubleOf(thrown);
    }
  }

  function lose(): void {
    release();
    state.value = 'gone';
    void list();
  }

  /** Names are told only once a camera was allowed. */
  async function list(): Promise<void> {
    const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    cameras.value = devices
      .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
  }

  /** One that went away is taken up again when it is back; another one is not taken in its place unasked. */
  async function onDevices(): Promise<void> {
    await list();
    const isBack = state.value === 'gone' && cameras.value.some(({ id }) => id === current.value);
    if (wanted && (state.value === 'missing' || isBack)) await open();
  }
  const whenDevices = (): void => void onDevices();

  function onVisibility(): void {
    if (!wanted) return;
    if (document.hidden) {
      if (state.value !== 'asking' && state.value !== 'live') return;
      release();
      state.value = 'off';
    } else if (state.value === 'off') void open();
  }

  function start(): void {
    if (!wanted) {
      document.addEventListener('visibilitychange', onVisibility);
      navigator.mediaDevices.addEventListener('devicechange', whenDevices);
    }
    wanted = true;
    void open();
  }

  function end(): void {
    if (wanted) {
      document.removeEventListener('visibilitychange', onVisibility);
      navigator.mediaDevices.removeEventListener('devicechange', whenDevices);
    }
    wanted = false;
    release();
    state.value = 'off';
  }
  onScopeDispose(end);

  function choose(id: string): void {
    chosen = id;
    void open();
  }

  return { state: readonly(state), stream, cameras, current: readonly(current), start, stop: end, choose };
}

const stop = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

/**
 * The chosen camera, or any where that one is not there any more; of several the one that looks away from whoever holds it, if none was
 * chosen.
 */
async function ask(): Promise<MediaStream> {
  const id = chosen;
  const which = id === null ? { facingMode: { ideal: 'environment' } } : { deviceId: { exact: id } };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...WISH, ...which } });
  } catch (thrown) {
    const lacks = ['NotFoundError', 'OverconstrainedError'].includes((thrown as Error).name);
    if (id === null || !lacks) throw thrown;
    if (chosen === id) chosen = null;
    return ask();
  }
}

/** By the names that the standard gives the errors of getUserMedia. Whatever else keeps a camera from starting is most often another program. */
function troubleOf(thrown: unknown): CameraTrouble {
  switch ((thrown as Error).name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    default:
      return 'busy';
  }
}
