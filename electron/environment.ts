import type { EditCommand } from '../shared/contract/events.ts';
import type { PackageFormat } from '../shared/contract/schemas/update.ts';
import type { Transport } from '../shared/rpc/transport.ts';

/** One of the program's other processes (the trainer, the reader, a worker) as a host launches it. */
export interface HostChild {
  readonly transport: Transport;
  readonly pid: number | undefined;
  /** Called once, when the process has ended for whatever reason. `signal` is null under Electron. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  kill(): void;
}

export interface Logger {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

/** Kinds of files that a dialog may be opened for. */
export type DialogKind = 'data' | 'image' | 'preset' | 'recipe' | 'model' | 'scan' | 'form' | 'lesson';

/** The host's own dialogs; each resolves with a path, or null when dismissed. */
export interface Dialogs {
  pickFolder(): Promise<string | null>;
  pickFile(kind: DialogKind): Promise<string | null>;
  /** Where a file is to be saved; `name` is suggested. */
  pickTarget(name: string): Promise<string | null>;
  /** The window's page as a PDF, laid out for paper. */
  printPage(): Promise<Uint8Array>;
  /** Whether the user wants updates to be looked for at another address: asked where no page can answer. */
  confirmFeed(address: string): Promise<boolean>;
}

/** Files that a user has dropped on the window. */
export interface Drops {
  /** The paths of a drop, once; null for one that is not known. */
  take(drop: string): readonly string[] | null;
}

/** Files that the user has the program open: by a double click, or by naming them at a terminal. */
export interface OpenedFiles {
  /** Their absolute paths, each once. Nothing says that anything is there. */
  take(): readonly string[];
  /** Hears that there are some, until the function that it returns is called. */
  onArrived(listener: () => void): () => void;
}

/**
 * What differs between Electron main, the web host and the CLI. Services get all that they need of the outside from it.
 */
export interface HostEnvironment {
  readonly host: 'electron' | 'web' | 'cli';
  readonly version: string;
  /** What the program was installed from; null: it runs from a checkout. */
  readonly packageFormat: PackageFormat | null;
  /** What a person types to call the command line: `inkstone`, or as a checkout has it. */
  readonly commandLine: string;
  /** The storage folder: settings.json, runs/, datasets/, forms/, batches/, lessons/, presets/, recipes/, logs/, updates/, trash/. Made if absent. */
  readonly storageFolder: string;
  /** Where the models lie that come with the studio, each in a folder of its name (model.json, weights.safetensors). */
  readonly shippedFolder: string;
  /** Where libtensorflow and the addon lie; null: let electron/native find them. */
  readonly libraryFolder: string | null;
  readonly systemLanguage: string;
  /** INKSTONE_MNIST_DIR, if set. */
  readonly mnistFolder: string | null;
  /** A process for TensorFlow, or for Dawn's WebGPU, which cannot live in every kind of process. */
  readonly launchTrainer: (backend: 'tensorflow' | 'webgpu') => HostChild;
  /** A process that reads files from outside (pictures). A bad file may crash it, and only it. */
  readonly launchReader: () => HostChild;
  /** A process for one long calculation that needs no TensorFlow. */
  readonly launchWorker: () => HostChild;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly log: Logger;
  /** A text that others may read, with the user's own folders under short names (`~`) and without what they call their presets. */
  readonly hidePaths: (text: string) => string;
  readonly dialogs: Dialogs | null;
  /** Null where the window knows no paths. */
  readonly drops: Drops | null;
  /** Null where nothing is opened by a double click. */
  readonly opened: OpenedFiles | null;
  /** Shows a folder in the system's file manager; null where there is none. */
  readonly reveal: ((folder: string) => Promise<void>) | null;
  /**
   * Hands a newer version's file to the system, or puts it in the program's place and starts that. Null where nothing can. Throws
   * `update-install-failed` {reason, file}.
   */
  readonly installUpdate: ((file: string) => Promise<void>) | null;
  /** Hears of the program's own Edit menu, until the function that it returns is called; null where there is no menu. */
  readonly onEdit: ((listener: (command: EditCommand) => void) => () => void) | null;
}
