import os from 'node:os';
import util from 'node:util';
import * as tfjs from '@tensorflow/tfjs';
import * as tfNode from '@tensorflow/tfjs-node/dist/node.js';
import { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import '@tensorflow/tfjs-node/dist/register_all_kernels.js';
import { AppError } from '../../shared/contract/errors.ts';
import { useOneCard } from './cuda/one-card.ts';
import { locateEngine } from './locate.ts';
import type { EngineLocation, LocateOptions } from './locate.ts';
import { tensorflowEnvironment } from './tensorflow-environment.ts';

/** tfjs's whole namespace and tfjs-node's `node` (loadSavedModel and the like). */
export type TensorFlow = typeof tfjs & typeof tfNode;

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  readonly backend: NodeJSKernelBackend;
  readonly location: EngineLocation;
  /** The NVIDIA card that it may use, by its place on the PCI bus; null for the processor's build, or if not known. */
  readonly card: number | null;
}

/** The addon's exports, as tfjs-node's own (unexported) types have them. */
type Binding = ConstructorParameters<typeof NodeJSKernelBackend>[0];

let loaded: LoadedTensorFlow | undefined;

/**
 * Loads libtensorflow and registers tfjs's `tensorflow` backend on it, once a process: a second addon in the same
 * process fails (tensorflow/tfjs#8388), so later calls return the first one's result whatever they name.
 *
 * The addon is opened with process.dlopen rather than through node-pre-gyp, so that it may lie anywhere and the
 * bundle needs no node_modules. Throws AppError `engine-missing` (nothing found) or `engine-broken` (found, but it
 * cannot be loaded; the loader's words are in the cause).
 */
export function loadTensorflow(options: LocateOptions = {}): LoadedTensorFlow {
  if (loaded) return loaded;
  const location = locateEngine(options);
  restoreRemovedUtil();
  // On Windows it comes too late here: see hosts/trainer-environment.ts.
  for (const [name, value] of Object.entries(tensorflowEnvironment())) process.env[name] ??= value;
  const card = location.manifest.cuda ? useOneCard() : null;
  const backend = new NodeJSKernelBackend(openAddon(location.addon), '@tensorflow/tfjs-node');
  tfjs.registerBackend('tensorflow', () => backend, 3);
  // setBackend answers at once for a backend whose factory does: its promise only wraps that.
  void tfjs.setBackend('tensorflow');
  if (tfjs.getBackend() !== 'tensorflow') throw new AppError('engine-broken', { folder: location.folder });
  loaded = { tf: { ...tfjs, ...tfNode }, backend, location, card };
  return loaded;
}

function openAddon(file: string): Binding {
  const addon = { exports: {} as Binding };
  try {
    process.dlopen(addon, file, os.constants.dlopen.RTLD_LAZY);
  } catch (cause) {
    throw new AppError('engine-broken', { folder: file }, cause);
  }
  return addon.exports;
}

/** tfjs-node 4.22 calls two functions of node:util that Node 23 removed. */
function restoreRemovedUtil(): void {
  const legacy = util as unknown as Record<string, unknown>;
  legacy['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  legacy['isArray'] ??= (value: unknown) => Array.isArray(value);
}
