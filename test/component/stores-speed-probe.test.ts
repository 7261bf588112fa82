import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useEngine } from '../../renderer/stores/engine.ts';
import { useHost } from '../../renderer/stores/host.ts';
import { useSpeedProbe } from '../../renderer/stores/speed-probe.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { ProbeRequest } from '../../shared/contract/schemas/run.ts';
import type { Speed } from '../../shared/contract/schemas/speed.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { createScriptedHost, someSpeed } from '../fixtures/scripted-host.ts';

let scope = effectScope();
beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  useHost().disconnect();
});

const subjectOf = (preset: string) => ({ ...findPreset(preset)!, task: DIGITS });

/** Probes in a window whose host notes them, and answers when it is told to. */
async function open(answer: (request: ProbeRequest) => Promise<Speed> | Speed = () => someSpeed()) {
  const asked: (boolean | undefined)[] = [];
  const host = createScriptedHost({
    'engine.probe': (request) => {
      asked.push(request!.perLayer);
      return answer(request!);
    },
  });
  await useHost().connect(host.open);
  vi.useRealTimers();
  await vi.waitFor(() => expect(useEngine().state).toBe('ready'));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  scope = effectScope();
  const chosen = ref('quick');
  const probe = (perLayer = false) =>
    scope.run(() =>
      useSpeedProbe({
        subject: () => {
          const { model, recipe, task } = subjectOf(chosen.value);
          return { model, recipe, task };
        },
        macs: () => 1e6,
        perLayer,
      }),
    )!;
  /** Lets the form be still for long enough, and answers come. */
  const still = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(1000);
    await nextTick();
  };
  return { asked, chosen, probe, still };
}

test('a subject is probed once, whoever asks; its layers’ shares are asked for where they are wanted', async () => {
  const { asked, probe, still } = await open();
  const plan = probe();
  await still();
  expect(plan.speed.value).toMatchObject({ imagesPerSecond: 1000 });
  const again = probe();
  await still();
  expect(again.speed.value).not.toBeNull();
  expect(asked).toEqual([undefined]);
  const editor = probe(true);
  // What is known is shown at once.
  expect(editor.speed.value).not.toBeNull();
  await still();
  await still();
  expect(asked).toEqual([undefined, true]);
});

test('one that was cancelled is not measured by itself again, until something else is chosen', async () => {
  const { asked, chosen, probe, still } = await open(() => new Promise(() => undefined));
  const { measuring, cancel } = probe();
  await still();
  expect(measuring.value).toBe(true);
  cancel();
  await still();
  expect([measuring.value, asked.length]).toEqual([false, 1]);
  chosen.value = 'mlp';
  await still();
  expect(asked).toHaveLength(2);
});

test('what failed is told, and tried again only by who asks', async () => {
  let fails = true;
  const { asked, probe, still } = await open(() => {
    if (fails) throw new AppError('busy-with-suspects');
    return someSpeed();
  });
  const { error, askable, measure, speed } = probe();
  await still();
  await still();
  expect([error.value?.code, askable.value, asked.length]).toEqual(['busy-with-suspects', true, 1]);
  await expect(measure()).rejects.toMatchObject({ code: 'busy-with-suspects' });
  fails = false;
  await measure();
  expect([error.value, speed.value?.imagesPerSecond]).toEqual([null, 1000]);
});
