import { app, nativeTheme } from 'electron';
import { hostCalls } from '../../shared/contract/calls.ts';
import { hostEvents, type EditCommand } from '../../shared/contract/events.ts';
import type { Settings } from '../../shared/contract/schemas/settings.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { setMenu } from './menu.ts';
import { wordsFor, type ShellWords } from './words.ts';

/**
 * Keeps the menu's language and the window's theme as the settings say. The shell asks for them as any window does.
 * `edit` hears what is chosen in the Edit menu. Gives what says the shell's words in the language of now.
 */
export async function followSettings(
  serveTransport: (transport: Transport) => void,
  edit: (command: EditCommand) => void,
): Promise<() => ShellWords> {
  const [ours, theirs] = createMemoryPair();
  serveTransport(theirs);
  const client = connect({ calls: hostCalls, events: hostEvents }, ours);
  let words = wordsFor(app.getLocale());
  const apply = (settings: Settings): void => {
    nativeTheme.themeSource = settings.theme;
    words = wordsFor(settings.language === 'system' ? app.getLocale() : settings.language);
    setMenu(words, edit);
  };
  client.on('settings.changed', apply);
  apply(await client.call('settings.get', null));
  return () => words;
}
