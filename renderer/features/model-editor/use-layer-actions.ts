import type { LayerSpec, LayerType } from '../../../shared/contract/schemas/model.ts';
import { layersFromText, layersToText } from '../../../shared/model/edit/clipboard.ts';
import { allPaths, comparePaths, outermost, type LayerPath } from '../../../shared/model/edit/layer-path.ts';
import {
  after,
  duplicateLayers,
  insertLayers,
  layersAt,
  removeLayers,
  type Edited,
} from '../../../shared/model/edit/operations.ts';
import { stepLayers, unwrapLayer, wrapLayers, type Step } from '../../../shared/model/edit/steps.ts';
import { freshLayer } from '../../../shared/model/layers/registry.ts';
import type { Shape } from '../../../shared/model/info.ts';
import { inspectedAt } from '../../../shared/model/edit/mends.ts';
import { t } from '../../i18n/index.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import { useAnnouncer, useToasts } from '../../ui/index.ts';

/** What a person does with the selected layers, by keys, menu and buttons alike. */
export function useLayerActions() {
  const editor = useModelEditor();
  const toasts = useToasts();
  const { announce } = useAnnouncer();

  const layers = (): readonly LayerSpec[] => editor.present.layers;

  /** Takes what an operation came to; where a stack would be too long, says so. */
  function take(edited: Edited | null, tooMany = true): boolean {
    const done = editor.take(edited);
    if (!done && tooMany) toasts.show({ title: t('editor.list.tooMany') });
    return done;
  }

  /** Where new layers go: behind the last selected one, or else at the end, before a last layer with softmax. */
  function place(): LayerPath {
    const last = [...editor.selection].sort(comparePaths).at(-1);
    if (last) return after(last);
    const end = layers().at(-1);
    const isHead = end !== undefined && 'activation' in end && end.activation === 'softmax';
    return [isHead ? layers().length - 1 : layers().length];
  }

  /** What comes in at a place; the model's input where nobody knows. */
  function shapeAt(path: LayerPath): Shape {
    const { task } = editor.present;
    if (path.at(-1)! > 0) {
      const before = inspectedAt(editor.inspection, [...path.slice(0, -1), path.at(-1)! - 1]);
      return before?.info?.outputShape ?? before?.inputShape ?? task.inputShape;
    }
    if (path.length === 1) return task.inputShape;
    return inspectedAt(editor.inspection, path.slice(0, -1))?.inputShape ?? task.inputShape;
  }

  function add(type: LayerType): void {
    const at = place();
    take(insertLayers(layers(), at, [freshLayer(type, shapeAt(at))]));
  }

  function paste(text: string): void {
    const pasted = layersFromText(text);
    if (pasted === null) return void toasts.show({ title: t('editor.list.pasteNothing') });
    if (take(insertLayers(layers(), place(), pasted))) announce(t('editor.list.pasted', { n: pasted.length }));
  }

  /** The selected layers as text; null where none is. */
  function copied(): string | null {
    const chosen = layersAt(layers(), outermost(editor.selection));
    if (chosen.length === 0) return null;
    announce(t('editor.list.copied', { n: chosen.length }));
    return layersToText(chosen);
  }

  function step(by: Step): void {
    if (!take(stepLayers(layers(), editor.selection, by), false)) return;
    const first = editor.selection[0];
    const one = first && inspectedAt(editor.inspection, first);
    if (one) announce(t('editor.list.moved', { name: one.layer.type, n: one.path.map((i) => i + 1).join('.') }));
  }

  return {
    add,
    paste,
    copied,
    step,
    shapeHere: (): Shape => shapeAt(place()),
    remove: (): void => void (editor.selection.length > 0 && take(removeLayers(layers(), editor.selection))),
    duplicate: (): void => void (editor.selection.length > 0 && take(duplicateLayers(layers(), editor.selection))),
    wrap: (): void => void take(wrapLayers(layers(), editor.selection)),
    unwrap: (path: LayerPath): void => void take(unwrapLayer(layers(), path)),
    selectAll: (): void => editor.select(allPaths(layers(), () => false)),
  };
}

export type LayerActions = ReturnType<typeof useLayerActions>;
