import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { launchNodeTrainer } from '../../electron/hosts/node-trainer-child.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { repositoryRoot } from '../fixtures/folders.ts';
import { isAlive } from '../fixtures/is-alive.ts';
import { sampleContract } from '../fixtures/sample-service.ts';

const fixture = (name: string) => path.join(repositoryRoot, 'test', 'fixtures', name);

function launch(script = fixture('sample-trainer.ts')) {
  const lines: unknown[] = [];
  const note = (_message: string, facts?: Record<string, unknown>) => void lines.push(facts?.['line']);
  const child = launchNodeTrainer({ script, log: { info: note, warn: note, error: note } });
  return { child, lines, client: connect(sampleContract, child.transport) };
}

it('speaks the contract, and what it prints goes to the log', async () => {
  const { child, lines, client } = launch();
  const bytes = new Uint8Array([1, 2, 3]);
  expect(await client.call('echo', { bytes, list: [] })).toMatchObject({ bytes: new Uint8Array([254, 253, 252]) });
  await vi.waitFor(() => expect(lines).toContain('a line on stderr'));
  child.kill();
});

it('tells of its end, with the signal that killed it', async () => {
  const { child, client } = launch();
  await client.call('cancelled', null);
  const told = vi.fn();
  child.onExit(told);
  const pending = client.call('wait', null);
  child.kill();
  await expect(pending).rejects.toMatchObject({ code: 'disconnected' });
  await vi.waitFor(() => expect(told.mock.calls).toEqual([[null, 'SIGKILL']]));
});

it('tells of the end of one that could not even load', async () => {
  const { child, client } = launch(fixture('no-such-file.ts'));
  const told = vi.fn();
  child.onExit(told);
  await expect(client.call('wait', null)).rejects.toMatchObject({ code: 'disconnected' });
  await vi.waitFor(() => expect(told.mock.calls).toEqual([[1, null]]));
});

it('ends when the host lets go of it', async () => {
  const { child, client } = launch();
  await client.call('cancelled', null);
  const told = vi.fn();
  child.onExit(told);
  client.close();
  await vi.waitFor(() => expect(told.mock.calls).toEqual([[0, null]]));
});

it('does not outlive a host that is killed', async () => {
  const host = spawn(process.execPath, [fixture('sample-host.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  host.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});
