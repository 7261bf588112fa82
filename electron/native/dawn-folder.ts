/** The npm package's folder for a platform; macOS has one for both processors. */
export const dawnFolderName = (platform: string = process.platform, arch: string = process.arch): string =>
  `${platform}-${platform === 'darwin' ? 'universal' : arch}`;
