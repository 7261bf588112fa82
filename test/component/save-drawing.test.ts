import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { signFor, signKeys } from '../../renderer/features/draw/sign-keys.ts';
import SaveDrawing from '../../renderer/features/draw/SaveDrawing.vue';
import { useDraw } from '../../renderer/stores/draw.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { scriptedHand } from '../fixtures/scripted-hands.ts';
import { openStudio } from '../fixtures/studio-window.ts';

describe('the keys of signs', () => {
  test('are their own where a keyboard has them, else such as no name begins with', () => {
    const keys = signKeys(['1', '2', 'あ', 'plus', '+'], '');
    expect([...keys]).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['あ', '3'],
      ['plus', '4'],
      ['+', '+'],
    ]);
    const digits = [...'0123456789'];
    expect(signKeys([...digits, 'plus', 'alif'], '').get('plus')).toBe('b');
  });

  test('each take one sign, all different, for as many as there are', () => {
    const signs = Array.from({ length: 30 }, (_, i) => `sign ${i}`);
    const keys = [...signKeys(signs, '').values()];
    expect(new Set(keys).size).toBe(30);
    signs.forEach((sign, i) => expect(signFor(signs, '', keys[i]!)).toEqual({ taken: sign }));
  });

  test('a name goes on before a key that stands for a sign', () => {
    const signs = ['al1', 'alx', 'a'];
    expect(signFor(signs, '', 'a')).toEqual({ taken: 'a' });
    expect(signFor(signs, 'al', '1')).toEqual({ typed: 'al1' });
    expect(signFor(signs, 'al', '2')).toEqual({ taken: 'al1' });
    expect(signFor(signs, 'al', 'Enter')).toEqual({ taken: 'al1' });
    expect(signFor(signs, '', 'Enter')).toBeNull();
    expect(signFor(signs, 'al', 'z')).toBeNull();
    expect(signFor(signs, '', 'Shift')).toBeNull();
    // Another window has taken the sign away meanwhile.
    expect(signFor(['a'], 'al', 'Enter')).toBeNull();
  });

  test('a name that is typed whole is that sign, though others begin so and stand before it', () => {
    const signs = ['sinh', 'SIN', 'sin'];
    expect(signFor(signs, 'sin', 'Enter')).toEqual({ taken: 'sin' });
    expect(signFor(signs, 'Sin', 'Enter')).toEqual({ taken: 'SIN' });
    expect(signFor(signs, 'si', 'Enter')).toEqual({ taken: 'sinh' });
  });
});

describe('keeping a drawing of the pad', () => {
  let close: () => void = () => undefined;
  afterEach(() => {
    close();
    vi.restoreAllMocks();
  });

  async function openKeeping(classes: readonly string[]) {
    const script = scriptedHand([], { classes: [...classes] });
    const opened = ref(false);
    const update = (now: boolean) => (opened.value = now);
    const Page = defineComponent(() => () => h(SaveDrawing, { open: opened.value, 'onUpdate:open': update }));
    ({ close } = await openStudio(createScriptedHost(script.handlers), Page, '/keep', '/keep'));
    const { sketch } = useDraw();
    sketch.begin([0.2, 0.2]);
    sketch.extend([[0.8, 0.8]]);
    sketch.end();
    update(true);
    await flushPromises();
    const shown = () => [...document.querySelectorAll('.sign .name')].map((each) => each.textContent);
    const press = async (key: string) => {
      const target = document.querySelector('[data-signs]')!;
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await nextTick();
      await flushPromises();
    };
    return { script, press, shown };
  }

  test('takes one key for a sign with a name, which stands on it', async () => {
    const { script, press } = await openKeeping(['alpha', 'beta', 'x']);
    const signs = [...document.querySelectorAll('.sign')].map((each) => each.textContent);
    expect(signs).toEqual(['alpha1', 'beta2', 'x']);
    await press('2');
    expect(script.calls).toEqual(['add beta']);
  });

  test('or the beginning of its name, and Enter', async () => {
    const { script, press, shown } = await openKeeping(['alpha', 'beta', 'bet', 'x']);
    await press('B');
    expect(shown()).toEqual(['beta', 'bet']);
    expect(document.querySelector('.typed')!.textContent).toContain('“B”: Enter takes beta');
    await press('Backspace');
    expect(shown()).toHaveLength(4);
    await press('a');
    await press('Enter');
    expect(script.calls).toEqual(['add alpha']);
  });
});
