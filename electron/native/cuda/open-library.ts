/**
 * Tries to open a shared library, by path or by the name that the system's loader looks for. Null: it opens; else the
 * loader's own words.
 *
 * process.dlopen wants addons and refuses any other library, but only after the loader has opened it, with its needs.
 */
export function openLibrary(file: string): string | null {
  try {
    process.dlopen({ exports: {} }, file);
    return null;
  } catch (error) {
    const { message } = error as Error;
    return message.includes('did not self-register') ? null : message;
  }
}
