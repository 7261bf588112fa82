import type { EngineChoice, EngineFacts } from '../../../shared/contract/schemas/engine.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Output } from '../output.ts';

const NO_GPU: Readonly<Record<NonNullable<EngineFacts['noGpuReason']>, string>> = {
  'cpu-build': 'this TensorFlow was built for the processor alone',
  'no-device': 'TensorFlow sees no GPU that it can use',
  platform: 'TensorFlow has no GPU support for this system',
  'no-driver': "NVIDIA's driver (libcuda.so.1) is not on this machine",
  'old-driver': "NVIDIA's driver is older than CUDA 12 needs (525.60)",
  libraries: "NVIDIA's libraries are missing or cannot be opened",
};

export async function doctor({ engine, settings, env }: Services, output: Output): Promise<number> {
  await engine.link.ready();
  const { facts, fallback, cuda } = engine.status;
  const { imagesPerSecond, seconds } = await engine.probe();
  const chosen = settings.get().engine;
  output.line({ type: 'result', engine: facts, chosen, fallback, cuda, imagesPerSecond, storage: env.storageFolder });
  for (const line of facts ? describe(facts, chosen) : []) output.say(line);
  output.say(`speed        ${Math.round(imagesPerSecond)} images/s (Tutorial CNN, batch 128, ${seconds.toFixed(0)} s)`);
  output.say(`storage      ${env.storageFolder}`);
  if (fallback) output.note(errorLines(fallback, env.systemLanguage));
  return 0;
}

function describe(facts: EngineFacts, chosen: EngineChoice): string[] {
  const { adapter, noGpuReason } = facts;
  const card = adapter && [adapter.name, adapter.driver && `driver ${adapter.driver}`].filter(Boolean).join(', ');
  const played = adapter?.software ? ' (software: the processor plays a card)' : '';
  const library = facts.tensorflow === null ? 'none' : facts.tensorflow;
  return [
    `engine       ${facts.engine} (chosen: ${chosen})`,
    `TensorFlow   ${library} (tfjs ${facts.tfjs})`,
    `from         ${facts.source}`,
    `library      ${facts.libraryPath}`,
    `devices      ${facts.devices.join(', ')}`,
    `GPU          ${card ? `${card}${played}` : `not used${noGpuReason === null ? '' : `: ${NO_GPU[noGpuReason]}`}`}`,
    `processor    ${[facts.processor, `${facts.threads} threads`, facts.features.join(' ')].filter(Boolean).join(', ')}`,
    `Node         ${facts.node} on ${facts.platform}`,
  ];
}
