import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { unpackRun } from '../../../electron/formats/run-file/unpack.ts';
import { repositoryRoot } from '../../../test/fixtures/folders.ts';
import { mutateJson } from '../mutate-value.ts';
import { changed, type Target } from '../target.ts';

const ID = 'softmax-20261129-004508-e18';
const FOLDER = path.join(repositoryRoot, 'test', 'fixtures', 'old-home', 'runs', ID);
const contents = Object.fromEntries(
  ['run.json', 'metrics.jsonl', 'model/model.json', 'model/weights.safetensors'].map((name) => [
    name,
    new Uint8Array(fs.readFileSync(path.join(FOLDER, name))),
  ]),
);
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const manifest = {
  version: 1,
  run: ID,
  files: Object.entries(contents).map(([name, bytes]) => ({ path: name, size: bytes.length, sha256: hash(bytes) })),
};
const packed = (list: Uint8Array): Buffer =>
  Buffer.from(zipSync({ ...contents, 'inkstone-run.json': list }, { mtime: new Date(1980, 0, 1) }));
const valid = packed(Buffer.from(JSON.stringify(manifest)));
const bytes = changed([valid]);

/** A run that was exported as one file: half of them with a changed list in an archive that is whole. */
export const runFiles: readonly Target[] = [
  {
    name: 'run file',
    share: 0.5,
    valid: [valid],
    input: (random) => (random.chance(0.5) ? bytes.input(random) : packed(mutateJson(manifest, random))),
    read(input, folder) {
      const file = path.join(folder, 'a.run.zip');
      const into = path.join(folder, 'unpacked');
      fs.mkdirSync(into);
      fs.writeFileSync(file, input);
      return unpackRun({ path: file, name: 'a.run.zip', folder: into });
    },
  },
];
