import { tensorflowEnvironment } from '../native/tensorflow-environment.ts';

const HUGE_PAGES = 'glibc.malloc.hugetlb';

/**
 * The environment that a trainer's process is started in; what the user has set stays.
 *
 * glibc's allocator, which reads this once, asks the system for huge pages. TensorFlow's tensors fill them, and training is some
 * hundredths faster. Ignored where there is no such allocator.
 *
 * On Windows TensorFlow's own variables must be there from the start: its C library copies the environment then, and never sees
 * what Node sets afterwards.
 */
export function trainerEnvironment(
  env: NodeJS.ProcessEnv,
  platform: string = process.platform,
): Record<string, string> {
  const tunables = env['GLIBC_TUNABLES'] ?? '';
  const all = tunables.includes(HUGE_PAGES) ? tunables : [tunables, `${HUGE_PAGES}=1`].filter(Boolean).join(':');
  return {
    ...(platform === 'win32' ? tensorflowEnvironment() : {}),
    ...(env as Record<string, string>),
    GLIBC_TUNABLES: all,
  };
}
