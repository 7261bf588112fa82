import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  added,
  isChanged,
  moved,
  problemOf,
  reversed,
  signsOfHand,
} from '../../renderer/features/hands/signs-draft.ts';
import HandView from '../../renderer/views/HandView.vue';
import type { CallInput } from '../../shared/contract/define.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { HandInfo } from '../../shared/contract/schemas/hand.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';
import { HAND, scriptedHand, someHand, someSample } from '../fixtures/scripted-hands.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const HAND_OF_3 = { classes: ['a', 'b', 'c'], counts: [2, 0, 1] };

describe('the signs of a hand, while they are edited', () => {
  const signs = signsOfHand(HAND_OF_3);
  test('are moved, added to and found wrong', () => {
    expect(moved(signs, 0, 2).map(({ name }) => name)).toEqual(['b', 'c', 'a']);
    expect(moved(signs, 2, 0).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
    expect(moved(signs, 0, -1)).toBe(signs);
    expect(added(signs, ['b', 'd']).at(-1)).toEqual({ name: 'd', was: null, count: 0 });
    expect(added(signs, ['b', 'd'])).toHaveLength(4);
    expect(problemOf(signs)).toBeNull();
    expect(problemOf(signs.slice(0, 1))).toBe('few');
    expect(problemOf([...signs, { name: ' a ', was: null, count: 0 }])).toBe('same');
    expect(problemOf([...signs, { name: ' ', was: null, count: 0 }])).toBe('empty');
    expect(problemOf([...signs, { name: 'x'.repeat(41), was: null, count: 0 }])).toBe('empty');
    expect(problemOf(Array.from({ length: 1001 }, (_, i) => ({ name: `n${i}`, was: null, count: 0 })))).toBe('many');
    expect(isChanged(signs, HAND_OF_3)).toBe(false);
    expect(isChanged(moved(signs, 0, 1), HAND_OF_3)).toBe(true);
    // One that took another's name is changed, though the names are the same.
    expect(isChanged([{ ...signs[0]!, name: 'b' }, { ...signs[1]!, name: 'a' }, signs[2]!], HAND_OF_3)).toBe(true);
  });

  test('are brought back by what takes a change back', () => {
    const change = [
      { name: 'c', was: 'c' },
      { name: 'A', was: 'a' },
      { name: 'd', was: null },
    ];
    expect(reversed(HAND_OF_3.classes, change)).toEqual([
      { name: 'a', was: 'A' },
      { name: 'b', was: null },
      { name: 'c', was: 'c' },
    ]);
  });
});

describe('on the page of a hand', () => {
  let close: () => void = () => undefined;
  afterEach(() => {
    close();
    vi.restoreAllMocks();
  });

  async function openEditing() {
    const script = scriptedHand([someSample(1, 'a'), someSample(2, 'a')], { classes: ['a', 'b', 'c'] });
    const changes: CallInput<HostCalls, 'hands.update'>[] = [];
    let classes = ['a', 'b', 'c'];
    const host = createScriptedHost({
      ...script.handlers,
      'hands.update': (change) => {
        changes.push(change);
        classes = change.classes!.map(({ name }) => name);
        const info: HandInfo = { ...someHand(), ...script.info(), classes, counts: classes.map(() => 0) };
        host.emit('hand.changed', info);
        return info;
      },
    });
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(600);
    const studio = await openStudio(host, HandView, `/h/${HAND}`, '/h/:id');
    close = studio.close;
    const more = document.querySelector<HTMLElement>('[aria-label="More actions for Left hand"]')!;
    more.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
    more.click();
    await vi.waitFor(() => expect(document.querySelector('[role="menuitem"]')).not.toBeNull());
    [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')]
      .find(({ textContent }) => textContent.includes('Edit signs'))!
      .click();
    await vi.waitFor(() => expect(document.querySelector('[role="dialog"] li input')).not.toBeNull());
    const named = (label: string): HTMLElement =>
      document.querySelector<HTMLElement>(`[role="dialog"] [aria-label="${label}"]`)!;
    const type = async (label: string, text: string): Promise<void> => {
      const input = named(label) as HTMLInputElement;
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await flushPromises();
    };
    const names = (): string[] =>
      [...document.querySelectorAll<HTMLInputElement>('[role="dialog"] li input')].map(({ value }) => value);
    return { ...studio, changes, named, type, names };
  }

  test('are renamed, moved, removed and added to, saved as one change, and undone', async () => {
    const { changes, named, type, names, button, text } = await openEditing();
    expect(names()).toEqual(['a', 'b', 'c']);
    expect((named('a has drawings') as HTMLButtonElement).disabled).toBe(true);
    expect((button(/^Save$/) as HTMLButtonElement).disabled).toBe(true);
    named('Remove b').click();
    await type('Name of sign 1', 'alpha');
    named('Move c up').click();
    await flushPromises();
    expect(names()).toEqual(['c', 'alpha']);
    // The focus goes with the sign, to the button that still can be pressed.
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move c down');
    const input = document.querySelector<HTMLInputElement>('[role="dialog"] .add input')!;
    input.value = 'x y';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    button(/^Save$/).click();
    await vi.waitFor(() => expect(changes).toHaveLength(1));
    expect(changes[0]!.classes).toEqual([
      { name: 'c', was: 'c' },
      { name: 'alpha', was: 'a' },
      { name: 'x', was: null },
      { name: 'y', was: null },
    ]);
    await vi.waitFor(() => expect(text()).toContain('Signs changed'));
    [...document.querySelectorAll<HTMLElement>('.ui-toast button')].find((one) => one.textContent === 'Undo')!.click();
    await vi.waitFor(() => expect(changes).toHaveLength(2));
    expect(changes[1]!.classes).toEqual([
      { name: 'a', was: 'alpha' },
      { name: 'b', was: null },
      { name: 'c', was: 'c' },
    ]);
  });

  test('with two of one name are not sent, and why is told', async () => {
    const { changes, type, button, text } = await openEditing();
    await type('Name of sign 2', 'a');
    button(/^Save$/).click();
    await flushPromises();
    expect(text()).toContain('Two signs have the same name.');
    expect(changes).toEqual([]);
  });
});
