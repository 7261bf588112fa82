import { expect, it } from 'vitest';
import { trainerEnvironment } from '../../electron/hosts/trainer-environment.ts';

it.each([
  [{}, 'glibc.malloc.hugetlb=1'],
  [{ GLIBC_TUNABLES: 'glibc.malloc.check=3' }, 'glibc.malloc.check=3:glibc.malloc.hugetlb=1'],
  [{ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' }, 'glibc.malloc.hugetlb=0'],
])('a trainer in %j is started with GLIBC_TUNABLES=%s', (env, tunables) => {
  const given = { PATH: '/bin', ...env };
  expect(trainerEnvironment(given)).toEqual({ PATH: '/bin', GLIBC_TUNABLES: tunables });
});
