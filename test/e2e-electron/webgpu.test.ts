import process from 'node:process';
import { afterEach, expect, it, vi } from 'vitest';
import { launchStudio, type Studio } from '../fixtures/electron.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { callFromPage } from '../fixtures/page-call.ts';
import { softwareVulkan } from '../fixtures/software-vulkan.ts';

const driver = softwareVulkan();
let studio: Studio | undefined;

afterEach(() => studio?.close());

it.skipIf(driver === null)('the window’s WebGPU is a plain Node, which reads a digit', async () => {
  studio = await launchStudio({ env: driver! });
  const { page, problems } = studio;
  await callFromPage(page, 'settings.update', { engine: 'webgpu' });
  // The processor's engine, which starts with the window, makes room first.
  const facts = { engine: 'webgpu', tensorflow: null, node: process.versions.node, adapter: { software: true } };
  await vi.waitFor(
    async () =>
      expect(await callFromPage(page, 'engine.start', undefined)).toMatchObject({
        value: { state: 'ready', fallback: null, facts },
      }),
    { timeout: 60_000, interval: 200 },
  );
  const seven = readMnist('test').images.slice(0, 784);
  const answer = await callFromPage(page, 'models.predict', { model: 'starter', images: seven });
  expect(answer).toMatchObject({ value: { items: [{ index: 7 }] } });
  expect(problems).toEqual([]);
});
