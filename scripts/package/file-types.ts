import { FILE_TYPES } from '../../shared/file-types.ts';

/** For the system's database of file types (shared-mime-info): each by the endings of its names, which win over the plainer ones. */
export function mimeTypes(): string {
  const types = FILE_TYPES.map(({ mime, parent, endings, words }) =>
    [
      `  <mime-type type="${mime}">`,
      `    <comment>${words.en}</comment>`,
      `    <comment xml:lang="zh_CN">${words.zh}</comment>`,
      `    <sub-class-of type="${parent}"/>`,
      ...endings.map((ending) => `    <glob pattern="*${ending}" weight="60"/>`),
      '  </mime-type>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
    ...types,
    '</mime-info>',
    '',
  ].join('\n');
}

/** A desktop entry that opens these files, too. */
export const withMimeTypes = (entry: string): string =>
  `${entry.trimEnd()}\nMimeType=${FILE_TYPES.map(({ mime }) => `${mime};`).join('')}\n`;
