import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import { launchStudio, type Studio } from '../fixtures/electron.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { mnistFolder } from '../fixtures/mnist.ts';
import { callFromPage } from '../fixtures/page-call.ts';
import { toldSteps } from '../fixtures/told-steps.ts';
import {
  draw,
  expectDigit,
  goTo,
  LONG,
  ONE,
  PATIENCE,
  press,
  startTraining,
  stepOf,
  untilStatus,
  untilStep,
} from '../fixtures/studio-user.ts';

const open: Studio[] = [];
const homes: { remove(): void }[] = [];

async function launch(home?: string, env: Record<string, string> = {}): Promise<Studio> {
  const studio = await launchStudio({ home, env: { INKSTONE_MNIST_DIR: mnistFolder, ...env } });
  open.push(studio);
  return studio;
}

function newHome(): string {
  const home = temporaryFolder();
  homes.push(home);
  return home.folder;
}

afterEach(async () => {
  for (const studio of open.splice(0)) await studio.close().catch(() => undefined);
  for (const home of homes.splice(0)) home.remove();
});

const valueOf = (answer: unknown): unknown => (answer as { value: unknown }).value;

describe('a run', () => {
  it.each([
    ['a plain Node', {}],
    ['a utility process, where there is no plain Node,', { INKSTONE_NODE: '' }],
  ])('on %s trains on real MNIST, pauses, goes on, ends, and its model reads a drawing', async (_, env) => {
    const { page, problems } = await launch(undefined, env);
    const id = await startTraining(page, { images: 3000, epochs: LONG });
    await untilStep(page, 5);
    await press(page, 'Pause');
    await untilStatus(page, 'Paused');
    const paused = await stepOf(page);
    expect(paused).toBeGreaterThanOrEqual(5);
    const told = () => callFromPage(page, 'runs.get', { id }).then((a) => valueOf(a) as { logs: RunLog[] });
    const steps = toldSteps((await told()).logs).length;
    expect(steps).toBe(paused);
    // The trainer has time for others now, and takes no step meanwhile.
    await goTo(page, 'Draw');
    await draw(page, ONE);
    await expectDigit(page, '1');
    await page.goBack();
    await untilStatus(page, 'Paused');
    expect(toldSteps((await told()).logs)).toHaveLength(paused);
    await vi.waitFor(async () => expect(await stepOf(page)).toBe(paused), PATIENCE);

    await press(page, 'Resume');
    await untilStep(page, paused + 5);
    await untilStatus(page, 'Finished');
    await page.getByText(/95% confidence interval/).waitFor();
    // 2,700 images: far from good, far from guessing.
    const { run } = valueOf(await callFromPage(page, 'runs.get', { id })) as {
      run: { result: { tests: { dataset: string; accuracy: number; n: number }[] } };
    };
    expect(run.result.tests[0]).toMatchObject({ dataset: 'mnist', n: 10_000 });
    expect(run.result.tests[0]!.accuracy).toBeGreaterThan(0.8);

    await page
      .getByRole('main')
      .getByRole('button', { name: 'Draw with it' })
      .or(page.getByRole('link', { name: 'Draw with it' }))
      .first()
      .click();
    await page.getByRole('img', { name: 'Drawing pad' }).waitFor();
    await draw(page, ONE);
    await expectDigit(page, '1');
    expect(problems).toEqual([]);
  });

  it('is told of and goes on when the trainer is killed under it', async () => {
    const { page } = await launch();
    const id = await startTraining(page, { images: 3000, epochs: LONG });
    // Beyond the first epoch there is a checkpoint to go on from.
    await untilStep(page, 27);
    const { facts } = valueOf(await callFromPage(page, 'engine.status', null)) as { facts: { pid: number } };
    process.kill(facts.pid, 'SIGKILL');
    await page
      .getByText(/Interrupted at step/)
      .first()
      .waitFor({ timeout: PATIENCE.timeout });
    await press(page, 'Resume');
    await untilStatus(page, 'Finished');
    const logs = (valueOf(await callFromPage(page, 'runs.get', { id })) as { logs: RunLog[] }).logs;
    expect(logs.some(({ type }) => type === 'resumed')).toBe(true);
    // Each step stands there once: what was done again replaced what was lost.
    const steps = toldSteps(logs).map(({ step }) => step);
    expect(steps).toEqual(steps.map((_, i) => i + 1));
  });
});

describe('quitting while a run goes', () => {
  it('loses nothing: the next start offers to resume from where it stood', async () => {
    const home = newHome();
    const first = await launch(home);
    const id = await startTraining(first.page, { images: 3000, epochs: LONG });
    await untilStep(first.page, 8);
    await first.close();

    const second = await launch(home);
    await second.page.getByText(/was interrupted/).waitFor({ timeout: PATIENCE.timeout });
    const before = valueOf(await callFromPage(second.page, 'runs.get', { id })) as {
      run: { step: number; checkpointStep: number; status: string };
    };
    expect(before.run).toMatchObject({ status: 'interrupted', checkpointStep: before.run.step });
    expect(before.run.step).toBeGreaterThanOrEqual(8);
    await press(second.page, 'Resume');
    await second.page.waitForURL(/#\/runs\//);
    await untilStep(second.page, before.run.step + 3);
  });

  it('offers to resume after the whole program was killed, too', async () => {
    const home = newHome();
    const first = await launch(home);
    await startTraining(first.page, { images: 3000, epochs: LONG });
    await untilStep(first.page, 27);
    await first.kill();

    const second = await launch(home);
    await second.page.getByText(/was interrupted/).waitFor({ timeout: PATIENCE.timeout });
    await press(second.page, 'Resume');
    await untilStep(second.page, 30);
  });
});
