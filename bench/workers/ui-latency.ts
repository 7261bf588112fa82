// How quickly the window answers while a model trains: the desktop program itself, a run on real MNIST.
//
//   node bench/workers/ui-latency.ts [seconds]
//
// Two things are measured many times, idle first and then while the Tutorial CNN trains: a call from the page to main and
// back, and the time from a real mouse movement (the browser's own time stamp) to the page's handler. Medians and 99th
// percentiles, milliseconds, as JSON on the last line.
import { mnistFolder } from '../../test/fixtures/mnist.ts';
import { launchStudio } from '../../test/fixtures/electron.ts';
import { callFromPage } from '../../test/fixtures/page-call.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { quantile } from '../lib/stats.ts';
import type { Page } from 'playwright';

const seconds = Number(process.argv[2] ?? 15);

interface Percentiles {
  readonly n: number;
  readonly median: number;
  readonly p99: number;
}

const studio = await launchStudio({ env: { INKSTONE_MNIST_DIR: mnistFolder } });
try {
  const { page } = studio;
  await callFromPage(page, 'engine.start', null);
  const idle = await measure(page);
  await callFromPage(page, 'runs.start', {
    version: 2,
    name: 'latency',
    preset: tutorial.id,
    model: tutorial.model,
    data: { datasets: ['mnist'] },
    recipe: tutorial.recipe,
  });
  await untilTraining(page);
  const training = await measure(page);
  console.log(JSON.stringify({ seconds, idle, training }));
} finally {
  await studio.close();
}

async function measure(page: Page): Promise<{ calls: Percentiles; input: Percentiles }> {
  await page.evaluate(() => {
    const delays: number[] = [];
    Object.assign(window, { inkstoneDelays: delays });
    window.addEventListener('pointermove', (event) => delays.push(performance.now() - event.timeStamp));
  });
  const calls: number[] = [];
  const end = performance.now() + seconds * 1000;
  for (let i = 0; performance.now() < end; i++) {
    await page.mouse.move(300 + (i % 200), 300 + (i % 90));
    calls.push(await timeCall(page));
  }
  const input = await page.evaluate(() => (window as unknown as { inkstoneDelays: number[] }).inkstoneDelays);
  return { calls: percentiles(calls), input: percentiles(input) };
}

/** Within the page, from asking over its port to the answer. */
function timeCall(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        window.addEventListener('message', function receive({ data, ports: [port] }) {
          if (data !== 'inkstone:here-is-port' || !port) return;
          window.removeEventListener('message', receive);
          const start = performance.now();
          port.onmessage = ({ data }: MessageEvent<{ kind: string }>) => {
            if (data.kind === 'event') return;
            resolve(performance.now() - start);
            port.close();
          };
          port.postMessage({ kind: 'call', id: 1, name: 'settings.get', input: null });
        });
        window.postMessage('inkstone:ask-for-port', location.origin);
      }),
  );
}

async function untilTraining(page: Page): Promise<void> {
  for (;;) {
    const answer = await callFromPage(page, 'runs.list', null);
    if (answer.kind === 'result' && (answer.value as { step: number }[])[0]!.step > 20) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function percentiles(values: readonly number[]): Percentiles {
  return { n: values.length, median: quantile(values, 0.5), p99: quantile(values, 0.99) };
}
