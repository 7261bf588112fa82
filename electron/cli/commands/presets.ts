import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { choosePreset, listPresets } from '../choices/preset.ts';
import { table, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';

const USAGE = 'presets list | show ID';

export async function presets(services: Services, { rest }: Arguments, output: Output): Promise<number> {
  const [verb, id, ...more] = rest;
  if (more.length > 0) throw new UsageError(USAGE);
  if (verb === 'list' && id === undefined) {
    const all = await listPresets(services);
    output.line({ type: 'result', presets: all });
    output.say(table(all.map((preset) => [preset.id, preset.name])));
    return 0;
  }
  if (verb !== 'show' || id === undefined) throw new UsageError(USAGE);
  const preset = await choosePreset(services, id);
  output.line({ type: 'result', ...preset });
  output.say(JSON.stringify(preset, null, 2).split('\n'));
  return 0;
}
