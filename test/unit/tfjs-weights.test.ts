import { describe, expect, it } from 'vitest';
import { readManifest } from '../../electron/formats/models/tfjs-weights.ts';

const LIMIT = 1000;
const group = (paths: string[], shape: number[]) => [
  { paths, weights: [{ name: 'dense/kernel', shape, dtype: 'float32' as const }] },
];

/** Reads weights whose files all have 100 bytes, and counts how many are asked for. */
async function read(manifest: ReturnType<typeof group>) {
  let asked = 0;
  const shard = async (): Promise<Uint8Array> => (asked++, new Uint8Array(100));
  const outcome = await readManifest(manifest, shard, 'model.json', LIMIT).then(
    (tensors) => tensors.map((tensor) => tensor.read().length),
    ({ code, params }: { code: string; params: object }) => ({ code, params }),
  );
  return { asked, outcome };
}

describe('the weights of a manifest', () => {
  it('are read from all of its files', async () => {
    expect(await read(group(['a.bin', 'b.bin'], [10, 5]))).toEqual({ asked: 2, outcome: [50] });
  });

  it('are not read on where a file is named again and again', async () => {
    expect(await read(group(Array<string>(50_000).fill('a.bin'), [10, 5]))).toEqual({
      asked: 3,
      outcome: { code: 'model-file-damaged', params: { file: 'a.bin' } },
    });
  });

  it('are not begun with where they would take more than there may be', async () => {
    for (const shape of [[251], [1e9, 1e9, 1e9]])
      expect(await read(group(Array<string>(50_000).fill('a.bin'), shape))).toMatchObject({
        asked: 0,
        outcome: { code: 'data-too-large' },
      });
  });
});
