/** See installed.mjs, which is plain JavaScript because it runs before anything is installed. */
export function isInstalled(root: string): boolean;
export function install(root: string): Promise<void>;
