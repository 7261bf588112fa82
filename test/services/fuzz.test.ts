import { expect, it } from 'vitest';
import { throughSocket } from '../../bench/fuzz/through-socket.ts';

// The short round: the long one is `npm run bench -- fuzz`.
it('a web host serves on, whatever comes through its socket, and answers nothing with internal', async () => {
  const { inputs, read, failures } = await throughSocket(20, [0, 600], { limits: false });
  expect(failures.map(({ number, why }) => `${number}: ${why}`)).toEqual([]);
  expect([inputs, read]).toEqual([600, 600]);
});
