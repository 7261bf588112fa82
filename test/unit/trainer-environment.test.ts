import { expect, it } from 'vitest';
import { threadsPerOp } from '../../electron/native/processor.ts';
import { trainerEnvironment } from '../../electron/hosts/trainer-environment.ts';

it.each([
  [{}, 'glibc.malloc.hugetlb=1'],
  [{ GLIBC_TUNABLES: 'glibc.malloc.check=3' }, 'glibc.malloc.check=3:glibc.malloc.hugetlb=1'],
  [{ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' }, 'glibc.malloc.hugetlb=0'],
])('a trainer in %j is started with GLIBC_TUNABLES=%s', (env, tunables) => {
  const given = { PATH: '/bin', ...env };
  expect(trainerEnvironment(given, 'linux')).toEqual({ PATH: '/bin', GLIBC_TUNABLES: tunables });
});

it('on Windows has what TensorFlow reads from the start, as the user has set it', () => {
  const given = trainerEnvironment({ TF_CPP_MIN_LOG_LEVEL: '0' }, 'win32');
  expect(given).toMatchObject({ TF_CPP_MIN_LOG_LEVEL: '0', TF_NUM_INTRAOP_THREADS: String(threadsPerOp()) });
});
