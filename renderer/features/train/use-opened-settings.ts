import { useOpenedFile } from '../../stores/opened-files.ts';
import { useToasts } from '../../ui/index.ts';
import { usePresetActions } from './preset-actions.ts';
import { useRecipeActions } from './recipe-actions.ts';

/** For the frame: takes in presets and recipes that the program was opened with, whichever steps to a run are on the screen. */
export function useOpenedSettings(): void {
  const toasts = useToasts();
  // The draft of a run is read and planned with its first use, which is not to be at each start.
  useOpenedFile('preset', ({ handle }) => usePresetActions().importFrom(handle).catch(toasts.error));
  useOpenedFile('recipe', ({ handle }) => useRecipeActions().importFrom(handle).catch(toasts.error));
}
