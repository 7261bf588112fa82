import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError, fromErrorData } from '../../shared/contract/errors.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { CASES } from '../fixtures/cases.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost } from '../fixtures/host-services.ts';
import { furthest, tenImages } from '../fixtures/ten-images.ts';

/** Models of Keras and tfjs, with the probabilities that they give for ten images, or without where they must be refused. */
const cases = readdirSync(CASES).filter((name) => name.startsWith('keras-'));

interface Expected {
  readonly expected_probabilities?: readonly (readonly number[])[] | null;
}

/** What a refusal must name, beside its code. */
const REFUSALS: Readonly<Record<string, { code: string; names: string }>> = {
  'keras-08-missing-shard': { code: 'model-shard-missing', names: 'group1-shard2of2.bin' },
  'keras-09-lambda': { code: 'model-layers-refused', names: 'tf.nn.gelu' },
  'keras-14-channels-first': { code: 'model-layers-refused', names: 'channels_first' },
  'keras-16-teachable-machine': { code: 'model-input-refused', names: '224 × 224 × 3' },
};

const home = temporaryFolder();
let host: TestHost;
beforeAll(async () => {
  host = await startHost(home.folder);
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

describe('the cases of models', () => {
  it('are all here', () => expect(cases.length).toBeGreaterThanOrEqual(10));

  it.each(cases)('%s', async (name) => {
    const { expected_probabilities: expected } = JSON.parse(
      readFileSync(path.join(CASES, name, 'expected.json'), 'utf8'),
    ) as Expected;
    const { models } = host.services;
    const source = path.join(CASES, name);
    const found = await models.imports
      .inspect(source, { origin: source })
      .catch((error: unknown) => (error instanceof AppError ? error : Promise.reject(error)));
    if (!expected) {
      const fault = found instanceof AppError ? found : fromErrorData(found.fault!);
      const words = ['en', 'zh-CN'].map((language) => errorWords(fault, language));
      for (const text of words) expect(text).not.toMatch(/\{\w+\}|undefined/);
      const { code, names } = REFUSALS[name] ?? {};
      if (code) expect(fault.code).toBe(code);
      for (const text of names ? words : []) expect(text).toContain(names);
      return;
    }
    if (found instanceof AppError) throw found;
    const { ref } = await models.import(found.id!, {});
    const { items } = await models.predict(ref, tenImages());
    expect(furthest(items, expected)).toBeLessThan(1e-4);
  });
});
