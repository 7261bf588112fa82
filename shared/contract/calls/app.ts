import { z } from 'zod';
import { call } from '../define.ts';
import { settingsPatchSchema, settingsSchema, storageInfoSchema } from '../schemas/settings.ts';
import { handle, none } from './common.ts';

/** The studio itself: its version and host, its settings, its storage. */
export const appCalls = {
  /** What the window needs to draw its first frame. */
  'app.info': call(
    none,
    z.object({
      version: z.string(),
      /** What a person types at a terminal to call the command line. */
      commandLine: z.string(),
      host: z.enum(['electron', 'web']),
      platform: z.string(),
      /** Whether `files.pick` and `files.save` can open a dialog here. */
      dialogs: z.boolean(),
      systemLanguage: z.string(),
    }),
  ),

  'settings.get': call(none, settingsSchema),
  'settings.update': call(settingsPatchSchema, settingsSchema),
  /** With null: back to the studio's own download. The folder is checked before it is taken. */
  'settings.setMnistFolder': call(z.object({ handle: handle.nullable() }), settingsSchema),

  'storage.info': call(none, storageInfoSchema),
  /** Shows the storage folder in the system's file manager. `unsupported` in the web host. */
  'storage.reveal': call(none, z.null()),
} as const;
