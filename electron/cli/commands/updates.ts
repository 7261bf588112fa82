import type { UpdatesStatus } from '../../../shared/contract/schemas/update.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Output } from '../output.ts';

const UNSUPPORTED = {
  checkout: 'Inkstone runs from a checkout: git brings what is new.',
  browser: 'Updates are looked for in the desktop window or by this command.',
  package: 'This package is not updated by itself and never asks the network for a newer version.',
  unsigned: 'This build knows no key of its makers, so that no update could be trusted.',
} as const;

/** `updates`: reads the list of releases, once, and says what it has. It fetches nothing: the desktop window does. */
export async function updates(
  { updates: service, env }: Pick<Services, 'updates' | 'env'>,
  output: Output,
): Promise<number> {
  const status = await service.look();
  const { step } = status;
  output.line({ type: 'result', current: env.version, ...status });
  if (step.state === 'failed') {
    output.note(errorLines(step.error, env.systemLanguage));
    return 1;
  }
  output.say(describe(status, env.version, /^zh/i.test(env.systemLanguage) ? 'zh-CN' : 'en'));
  return 0;
}

function describe({ step }: UpdatesStatus, version: string, language: 'en' | 'zh-CN'): string[] {
  if (step.state === 'unsupported') return [UNSUPPORTED[step.reason]];
  if (step.state !== 'available') return [`Inkstone ${version} is the newest version.`];
  const { release } = step;
  return [
    `Inkstone ${release.version} of ${release.date} is there; this is ${version}.`,
    ...release.notes[language].split('\n'),
    release.bytes === null
      ? 'It has no package like this one: get it where you got this one.'
      : `${(release.bytes / 1e6).toFixed(0)} MB. The desktop window fetches it, under Settings.`,
  ];
}
