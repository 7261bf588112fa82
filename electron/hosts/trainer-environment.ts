const HUGE_PAGES = 'glibc.malloc.hugetlb';

/**
 * The environment that a trainer's process is started in: glibc's allocator, which reads this once, asks the system for
 * huge pages. TensorFlow's tensors fill them, and training is some hundredths faster. Ignored where there is no such
 * allocator; what the user has set stays.
 */
export function trainerEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const tunables = env['GLIBC_TUNABLES'] ?? '';
  const all = tunables.includes(HUGE_PAGES) ? tunables : [tunables, `${HUGE_PAGES}=1`].filter(Boolean).join(':');
  return { ...(env as Record<string, string>), GLIBC_TUNABLES: all };
}
