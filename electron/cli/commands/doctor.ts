import type { Services } from '../../hosts/create-services.ts';
import type { Output } from '../output.ts';

const NO_GPU = {
  'cpu-build': 'this TensorFlow was built for the processor alone',
  'no-device': 'TensorFlow sees no GPU that it can use',
  platform: 'TensorFlow has no GPU support for this system',
} as const;

/** Probe's length, seconds. */
const PROBE = 2;

export async function doctor(services: Services, output: Output): Promise<number> {
  await services.link.ready();
  const { facts } = services.link.status;
  const { imagesPerSecond } = await services.link.call('engine.probe', { seconds: PROBE });
  output.line({ type: 'result', engine: facts, imagesPerSecond, storage: services.env.storageFolder });
  if (facts) {
    output.say(`TensorFlow   ${facts.tensorflow} (tfjs ${facts.tfjs})`);
    output.say(`from         ${facts.source}`);
    output.say(`library      ${facts.libraryPath}`);
    output.say(`devices      ${facts.devices.join(', ')}`);
    output.say(`GPU          ${facts.noGpuReason === null ? 'in use' : `not used: ${NO_GPU[facts.noGpuReason]}`}`);
    output.say(`processor    ${facts.processor}, ${facts.threads} threads, ${facts.features.join(' ')}`);
    output.say(`Node         ${facts.node} on ${facts.platform}`);
  }
  output.say(`speed        ${Math.round(imagesPerSecond)} images/s (Tutorial CNN, batch 128, ${PROBE} s)`);
  output.say(`storage      ${services.env.storageFolder}`);
  return 0;
}
