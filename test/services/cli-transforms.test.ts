import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments } from '../../electron/cli/arguments.ts';
import { chooseRunSpec } from '../../electron/cli/choices/run-spec.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';
import { idxBytes, patterns } from '../fixtures/idx-files.ts';
import { writeFiles } from '../fixtures/staging.ts';

const home = temporaryFolder();
let host: TestHost;
/** Images of 10 x 9 pixels and three classes, as they are and as written. */
let plain: DatasetInfo;
let written: DatasetInfo;

beforeAll(async () => {
  host = await startHost(home.folder);
  const folder = path.join(home.folder, 'mine');
  mkdirSync(folder);
  writeFiles(folder, {
    images: idxBytes(8, [60, 10, 9], patterns(60)),
    labels: idxBytes(
      8,
      [60],
      Uint8Array.from({ length: 60 }, (_, i) => i % 3),
    ),
  });
  const { imports } = host.services.datasets;
  plain = (await imports.importPath(folder)).info;
  written = (await imports.importPath(folder, { framing: 'as-written' })).info;
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

const chosen = async (...options: string[]) => {
  const args = parseArguments(['train', '--preset', 'softmax', '--data', plain.id, ...options])!;
  return (await chooseRunSpec(host.services, args)).data.transforms;
};

describe('what `train` makes of the data', () => {
  it.each<[string[], object | undefined]>([
    [[], undefined],
    [['--resize', '12x14'], { resize: { height: 12, width: 14 } }],
    [['--resize', '12x14', '--framing', 'centred'], { resize: { height: 12, width: 14, framing: 'centred' } }],
    [['--framing', 'as-written'], { resize: { height: 10, width: 9, framing: 'as-written' } }],
    [['--rename', '0=nought,1=nought'], { rename: { '0': 'nought', '1': 'nought' } }],
    [['--rename', '0=nought', '--only', '2,nought'], { rename: { '0': 'nought' }, only: ['2', 'nought'] }],
    [['--invert', '--drop-duplicates'], { invert: true, dropDuplicates: true }],
  ])('%j', async (options, expected) => {
    expect(await chosen(...options)).toEqual(expected);
  });

  it('is what a run reads', async () => {
    const options = ['--rename', '0=nought,1=nought', '--framing', 'as-written', '--resize', '16x16'];
    const transforms = await chosen(...options);
    const reads = await host.services.datasets.taskOf({
      datasets: [plain.id, written.id],
      ...(transforms && { transforms }),
    });
    expect(reads).toMatchObject({ task: { inputShape: [16, 16, 1], classes: ['nought', '2'] }, framing: 'as-written' });
  });

  it('is refused in words where it is none', async () => {
    await expect(chosen('--resize', '12')).rejects.toThrow('--resize is HEIGHTxWIDTH, as 32x32; not 12');
    await expect(chosen('--resize', '4x4')).rejects.toThrow(/^--resize: height/);
    await expect(chosen('--framing', 'left')).rejects.toThrow('--framing is one of centred, as-written; not left');
    await expect(chosen('--rename', 'zero')).rejects.toThrow('--rename is OLD=NEW,OLD=NEW; not zero');
    await expect(chosen('--rename', '7=seven')).rejects.toMatchObject({ code: 'class-unknown', params: { name: '7' } });
    await expect(chosen('--rename', '0=')).rejects.toThrow(/^--rename: 0/);
  });
});
