/**
 * Every error that a person may meet, as data. The words live in shared/words/errors (en and zh), a file for each of the
 * subjects below, keyed by code: a new code without both languages fails the type check. Parameters fill the words'
 * placeholders.
 */
export const ERROR_CODES = [
  // general: what any part of the program may answer
  'internal',
  'invalid-input',
  'not-found',
  'cancelled',
  'busy',
  'disconnected',
  'session-ended',
  'unsupported',
  // storage: the storage folder and the disk
  'disk-full',
  'file-limit',
  'disk-space',
  'storage-denied',
  'storage-failed',
  'not-a-folder',
  'folder-not-empty',
  'home-missing',
  'file-torn',
  'file-newer',
  'preset-unreadable',
  'recipe-unreadable',
  'architecture-not-found',
  'architecture-changed',
  // engine: TensorFlow, the cards and the training process
  'busy-with-run',
  'busy-with-probe',
  'busy-with-rate-test',
  'busy-with-suspects',
  'busy-with-update',
  'engine-missing',
  'engine-broken',
  'engine-download-failed',
  'trainer-crashed',
  'trainer-garbled',
  'trainer-start-timeout',
  'training-diverged',
  'op-missing',
  'cuda-failed',
  'cuda-no-driver',
  'cuda-old-driver',
  'cuda-no-device',
  'cuda-libraries',
  'cuda-absent',
  'cuda-unsupported',
  'webgpu-failed',
  'webgpu-no-adapter',
  'webgpu-unavailable',
  // runs, with their models and checkpoints
  'run-not-found',
  'run-not-resumable',
  'run-not-extendable',
  'run-not-queued',
  'run-running',
  'run-not-running',
  'run-held-by-desktop',
  'run-held-by-web',
  'run-held-by-terminal',
  'run-file-other',
  'run-file-damaged',
  'run-file-too-large',
  'model-not-found',
  'model-torn',
  'model-invalid',
  'model-not-finite',
  'model-too-large-for-memory',
  'layer-unknown',
  'layer-absent',
  'layer-too-large',
  'weight-absent',
  'head-fixed',
  'replay-empty',
  'replay-other-framing',
  'parent-not-trained',
  'base-failed',
  'nothing-to-transfer',
  'early-stopping-unvalidated',
  'plateau-unvalidated',
  'augmentation-too-large',
  'checkpoint-torn',
  // data sets
  'dataset-not-found',
  'dataset-empty',
  'data-sizes-differ',
  'data-framings-differ',
  'class-unknown',
  'classes-too-few',
  'classes-too-many',
  'image-size',
  'model-other-size',
  'model-reads-lines',
  'model-reads-signs',
  'line-size',
  'model-other-framing',
  'model-lacks-classes',
  'class-too-small',
  'data-untested',
  'dataset-in-use',
  'dataset-damaged',
  'dataset-names-fixed',
  'dataset-state-gone',
  'mnist-missing',
  'mnist-incomplete',
  'download-failed',
  'download-checksum',
  // evaluations: the lab, and corrections of labels
  'evaluation-not-found',
  'evaluation-stale',
  'evaluation-no-validation',
  'evaluation-no-images',
  'evaluation-of-lines',
  'evaluations-differ',
  'model-fixed',
  'temperature-none',
  'image-not-found',
  'images-changed',
  'corrections-torn',
  'suspects-too-few',
  'suspects-too-alike',
  'worker-crashed',
  // exports: models for other programs
  'export-weights',
  'export-differs',
  'export-unread',
  'export-too-large',
  'export-exists',
  // hands: drawings that are collected
  'hand-not-found',
  'hand-name-taken',
  'hand-name-shared',
  'hand-empty',
  'hand-full',
  'hand-class-unknown',
  'hand-class-used',
  'hand-no-strokes',
  'sitting-not-found',
  'sample-not-found',
  // imports: files, folders and archives
  'idx-other',
  'idx-wrong-size',
  'idx-count-mismatch',
  'gzip-torn',
  'file-empty',
  'file-too-large',
  'file-is-page',
  'not-a-file',
  'path-missing',
  'data-not-understood',
  'data-damaged',
  'data-empty',
  'data-kind-unread',
  'images-all-alike',
  'array-unread',
  'data-too-large',
  'unpacks-too-large',
  'data-too-many',
  'data-disk-space',
  'too-many-files',
  'archive-damaged',
  'archive-too-large',
  'archive-encrypted',
  'archive-compression',
  'record-invalid',
  'label-invalid',
  'labels-missing',
  'images-missing',
  'labels-disagree',
  'picture-classes-missing',
  'several-data-sets',
  'choice-unknown',
  'inspection-gone',
  'class-names-invalid',
  'test-images-missing',
  'upload-too-large',
  'unsafe-path',
  // model files: models of other programs
  'model-file-unknown',
  'model-file-run',
  'model-file-damaged',
  'model-file-several',
  'model-shard-missing',
  'model-graph',
  'model-weights-not-finite',
  'model-layers-refused',
  'model-input-refused',
  'model-output-refused',
  // readings: pictures and drawings that a model is to read
  'image-unreadable',
  'image-other-kind',
  'image-truncated',
  'image-damaged',
  'image-too-large',
  'no-ink',
  'reader-crashed',
  'reader-timeout',
  'drawing-invalid',
  'strokes-unreadable',
  'strokes-none',
  'strokes-other',
  'stroke-other',
  'point-other',
  'point-too-large',
  'idx-is-labels',
  'code-length',
  // paper: sheets to write on, and photographs of them
  'sheet-not-found',
  'sheet-cut-off',
  'sheet-several',
  'sheet-too-small',
  'sheet-unreadable',
  'sheet-newer',
  'sheet-other-hand',
  'sheet-too-long',
  'pdf-damaged',
  'pdf-page-damaged',
  'pdf-protected',
  'scans-too-many',
  // forms: templates, and batches of filled pages that are read with them
  'form-not-found',
  'form-changed',
  'form-fieldless',
  'form-scan-poor',
  'form-scan-missing',
  'form-file-invalid',
  'page-other-form',
  'batch-not-found',
  'batch-not-running',
  'batch-running',
  'batch-held',
  'batch-no-pages',
  'table-too-long',
  'batch-page-not-found',
  // studies: searches of settings, and the workers that share one
  'study-not-found',
  'study-not-running',
  'study-running',
  'study-held',
  'study-damaged',
  'trial-not-found',
  'trial-none-finished',
  'trial-worker-lost',
  'space-invalid',
  'space-too-large',
  'search-unvalidated',
  'search-unpruned',
  'search-tuning-queued',
  'queue-unreachable',
  'queue-refused',
  'queue-garbled',
  // hosts: the window, the web host and what they save
  'port-unavailable',
  'dialog-unavailable',
  'handle-unknown',
  'save-denied',
  'save-failed',
  // updates: newer versions of the studio
  'update-feed-none',
  'update-feed-unreachable',
  'update-feed-invalid',
  'update-feed-unsigned',
  'update-feed-expired',
  'update-feed-older',
  'update-download-failed',
  'update-damaged',
  'update-disk-space',
  'update-install-failed',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Values for the placeholders in an error's words. Strings are shown as they are; numbers and lists of names by locale. */
export type ErrorParams = Readonly<Record<string, string | number | readonly string[]>>;

/** An error as it crosses processes and reaches the screen. `details` is for copying, never for reading first. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly details?: string | undefined;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

/**
 * Turns anything thrown into data. What is no AppError becomes `internal`, with its stack in the details. A number that is not
 * finite becomes its name: neither JSON nor the other side's schema takes it, and an error that is lost is never answered.
 */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) {
    const params = Object.entries(thrown.params).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    ]);
    return { code: thrown.code, params: Object.fromEntries(params), details: describe(thrown) };
  }
  return { code: 'internal', params: {}, details: describe(thrown) };
}

/** Turns data back into an error, on the side that received it. */
export function fromErrorData(data: ErrorData): AppError {
  const error = new AppError(data.code, data.params);
  if (data.details !== undefined) error.stack = data.details;
  return error;
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const own = thrown.stack ?? thrown.message;
  return thrown.cause === undefined ? own : `${own}\ncaused by: ${describe(thrown.cause)}`;
}
