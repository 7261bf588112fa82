import path from 'node:path';
import { locateEngine } from '../../electron/native/locate.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { buildIfStale } from './build-stamp.ts';
import { runChild } from './run-child.mjs';

/**
 * The engine and the build, each only if it is missing or stale. Messages go to stderr. False: it failed and has said
 * why.
 */
export async function setUp(root: string): Promise<boolean> {
  return (await ensureEngine(root)) && (await ensureBuild(root));
}

/** libtensorflow and its addon. */
export async function ensureEngine(root: string): Promise<boolean> {
  return hasEngine() || (await provision(root));
}

export function ensureBuild(root: string): Promise<boolean> {
  return buildIfStale(root, () => runQuietly(path.join(root, 'scripts', 'build.mjs'), root));
}

function hasEngine(): boolean {
  try {
    locateEngine();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-missing') return false;
    throw error;
  }
}

/** In a process of its own, so that it starts with the user's proxy and certificates (Node reads both only at its start). */
function provision(root: string): Promise<boolean> {
  const certificates = process.env['NODE_EXTRA_CA_CERTS'] ?? process.env['PIP_CERT'] ?? process.env['SSL_CERT_FILE'];
  return runQuietly(path.join(root, 'electron', 'native', 'provision', 'main.ts'), root, {
    NODE_USE_ENV_PROXY: '1',
    NODE_USE_SYSTEM_CA: '1',
    ...(certificates ? { NODE_EXTRA_CA_CERTS: certificates } : {}),
  });
}

/** Runs one of our scripts on this Node; its stdout joins stderr. */
async function runQuietly(script: string, root: string, env: Record<string, string> = {}): Promise<boolean> {
  return (
    (await runChild(process.execPath, [script], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, ...env },
    })) === 0
  );
}
