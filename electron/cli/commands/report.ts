import path from 'node:path';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';
import { writeText } from '../write-text.ts';

/** Writes the report of a problem into a file, or says it. An engine that does not start is a part of it. */
export async function report({ engine, reports }: Services, args: Arguments, output: Output): Promise<number> {
  const out = args.value('out');
  if (out === '') throw new UsageError('--out is a file, not empty');
  await engine.link.ready().catch(() => undefined);
  const { text } = await reports.problem(null);
  if (out === undefined) {
    output.line({ type: 'result', text });
    for (const line of text.split('\n').slice(0, -1)) output.say(line);
    return 0;
  }
  const file = path.resolve(out);
  await writeText(file, text);
  output.line({ type: 'result', file });
  output.say(`Written to ${file}. Read it before you send it to anybody.`);
  return 0;
}
