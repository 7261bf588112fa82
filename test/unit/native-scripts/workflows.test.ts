import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../fixtures/folders.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { select } from '../../../scripts/lib/test-parts.ts';

/** GitHub's workflows, which nothing here runs: what of them can be wrong without being run. */
interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions?: Record<string, string>;
  readonly jobs: Record<
    string,
    { readonly needs?: string[]; readonly 'timeout-minutes'?: number; readonly steps: Step[] }
  >;
}

const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown };
const folder = path.join(repositoryRoot, '.github', 'workflows');

describe.each(fs.readdirSync(folder))('%s', (file) => {
  const workflow = load(fs.readFileSync(path.join(folder, file), 'utf8')) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const scripts = steps.map((step) => step.run ?? '').join('\n');

  it('calls scripts that are there', () => {
    const called = [...scripts.matchAll(/\bnpm (?:run (?:-s )?)?([a-z]+)\b/g)].map(([, name]) => name!);
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((name) => !(name in packageJson.scripts))).toEqual([]);
    const paths = [...scripts.matchAll(/(?<=^|\s)((?:\.ci|scripts|electron)\/[\w./-]+)/gm)].map(([, place]) => place!);
    expect(paths).toContain('.ci/run');
    expect(paths.filter((place) => !fs.existsSync(path.join(repositoryRoot, place)))).toEqual([]);
  });

  it('names parts of the tests that there are', () => {
    for (const [, only] of scripts.matchAll(/npm test -- --only (\S+)/g))
      expect(select(['--only', only!], (text) => expect.fail(text))).not.toBeNull();
  });

  it('pins every action by its commit, and may change nothing but where it says so', () => {
    const used = steps.flatMap((step) => step.uses ?? []);
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('waits for jobs that there are, and for none without end', () => {
    for (const job of Object.values(workflow.jobs)) {
      expect(Object.keys(workflow.jobs)).toEqual(expect.arrayContaining(job.needs ?? []));
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });
});
