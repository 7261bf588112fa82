export const padPage = {
  reads: 'Reads {names}',
  readsMany: 'Reads {n} class | Reads {n} classes',
  offline: 'Works offline: everything is computed on this page, nothing leaves it.',
  made: 'Made with Inkstone',
  parameters: '{n} parameter | {n} parameters',
} as const;
