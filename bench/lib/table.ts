/** A table as text for a terminal and as Markdown for docs/benchmarks.md. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** The first column is words, the others are numbers as text. */
  readonly rows: readonly (readonly string[])[];
  /** What a reader must know to understand it. */
  readonly notes?: readonly string[];
}

/** Columns as wide as their widest cell: the first to the left, the others to the right. */
export function tableText({ title, columns, rows, notes = [] }: Table): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  const text = lines.map((line) =>
    widths
      .map((width, at) => (at === 0 ? (line[at] ?? '').padEnd(width) : (line[at] ?? '').padStart(width)))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...text.map((line) => `  ${line}`), ...notes.map((note) => `  (${note})`)].join('\n');
}

export function tableMarkdown({ title, columns, rows, notes = [] }: Table): string {
  const row = (cells: readonly string[]) =>
    `| ${columns.map((_, at) => (cells[at] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `| ${columns.map((_, at) => (at === 0 ? '---' : '---:')).join(' | ')} |`;
  const sentences = notes.map((note) => `${note[0]!.toUpperCase()}${note.slice(1)}.`);
  const after = sentences.length > 0 ? ['', sentences.join(' ')] : [];
  return [`### ${title}`, '', row(columns), rule, ...rows.map(row), ...after].join('\n');
}
