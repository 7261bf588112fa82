import { describe, expect, it } from 'vitest';
import { judgeAudit, judgeElectron } from '../../../scripts/lib/advisories.ts';
import { select } from '../../../scripts/lib/test-parts.ts';

const lock = {
  packages: { 'node_modules/ws': {}, 'node_modules/vite': { dev: true }, 'node_modules/electron': { dev: true } },
};
const found = (name: string, severity: string, via: unknown[] = [{ title: 'It leaks', url: 'https://a.example' }]) =>
  JSON.stringify({ vulnerabilities: { [name]: { severity, nodes: [`node_modules/${name}`], via } } });

describe('advisories', () => {
  it.each(['high', 'critical'])('that are %s fail for what ships, Electron too', (severity) => {
    for (const name of ['ws', 'electron']) {
      const { failed, lines } = judgeAudit(found(name, severity), lock);
      expect(failed).toBe(true);
      expect(lines).toContain(`${name}: ${severity}, It leaks (https://a.example)`);
    }
  });

  it('are told, and do not fail, for tools; lesser ones are not told', () => {
    const { failed, lines } = judgeAudit(found('vite', 'high', ['esbuild']), lock);
    expect(failed).toBe(false);
    expect(lines).toContain('vite: high, by way of esbuild');
    expect(judgeAudit(found('ws', 'moderate'), lock)).toEqual({
      failed: false,
      lines: ['Advisories: none that is high, of what ships.'],
    });
  });

  it.each([
    ['refuses', '{"message":"405 Method Not Allowed","statusCode":405}', /does not answer \(405 Method Not Allowed\)/],
    ['is silent', '', /no answer/],
    ['answers another thing', '<html>', /no answer/],
  ])('a registry that %s is one line and no failure', (_what, printed, said) => {
    const { failed, lines } = judgeAudit(printed, lock);
    expect(failed).toBe(false);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(said);
  });
});

it('an Electron without fixes fails, an older one of a supported major is told', () => {
  expect(judgeElectron('45.4.1', '45.4.1')).toEqual({ failed: false, lines: ['Electron 45.4.1 is the newest.'] });
  expect(judgeElectron('45.4.1', '47.0.0')).toEqual({
    failed: false,
    lines: ['Electron 45.4.1 is pinned, 47.0.0 is out.'],
  });
  expect(judgeElectron('45.4.1', '48.0.0').failed).toBe(true);
  expect(judgeElectron('45.4.1', null).failed).toBe(false);
});

it('can be asked for alone', () => {
  expect(select(['--only', 'advisories'], () => undefined)).toMatchObject({
    advisories: true,
    types: false,
    lint: false,
    projects: [],
  });
});
