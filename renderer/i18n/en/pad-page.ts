export const padPage = {
  reads: 'Reads {names}',
  readsMany: 'Reads {n} class | Reads {n} classes',
  offline: 'Works offline: everything is computed on this page, nothing leaves it.',
  made: 'Made with Inkstone',
  line: {
    pad: 'Pad for a line of writing',
    says: 'What it says',
    empty: 'Write a line on the pad.',
    none: 'Nothing is read in this yet.',
    confidence: 'Confidence {share}',
    others: 'It may also say',
    or: 'or {text}',
  },
  parameters: '{n} parameter | {n} parameters',
} as const;
