import type { EngineStatus } from '../../../shared/contract/schemas/engine.ts';
import type { CrashDump, PageFacts } from '../../../shared/contract/schemas/report.ts';
import { isShipped } from '../../../shared/contract/schemas/run-id.ts';
import type { Settings } from '../../../shared/contract/schemas/settings.ts';
import { terminalJson, terminalLine } from '../../../shared/words/terminal-text.ts';

export interface ReportContent {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly host: string;
  readonly version: string;
  readonly system: readonly (readonly [string, string])[];
  readonly page: PageFacts | null;
  readonly freeBytes: number | null;
  readonly engine: EngineStatus;
  readonly settings: Settings;
  readonly dumps: readonly CrashDump[];
  readonly log: readonly string[];
}

/**
 * A problem's report as text, in English, since those who read it mend the studio. It begins with a place for the person's own words.
 * Whatever a line holds, it stays one line.
 */
export function reportText(content: ReportContent): string {
  const { at, host, version, system, page, freeBytes, engine, settings, dumps, log } = content;
  const sections: [string, readonly string[]][] = [
    ['What happened', ['(Please write here what you did, what you expected, and what came instead.)']],
    ['Program', rows([['inkstone', `${version}, ${HOSTS[host] ?? host}`], ...system, ...pageRows(page)])],
    ['Storage', rows([['free', freeBytes === null ? 'unknown' : `${(freeBytes / 1e9).toFixed(1)} GB`]])],
    ['Engine', engineLines(engine)],
    ['Settings', rows(settingRows(settings))],
    ['Crash dumps', dumps.length === 0 ? ['none'] : ['They stay on this machine:', ...dumps.map(dumpLine)]],
    ['Log', log.length === 0 ? ['empty'] : log],
  ];
  const intro = [
    'Inkstone: report of a problem',
    `Made ${new Date(at).toISOString()}. It was sent to nobody: read it, then send it yourself if you like.`,
    'It holds no drawings, images, models or data. Your home folder is written as ~.',
  ];
  const text = sections.map(([title, lines]) => ['', `== ${title}`, ...lines]);
  return `${[...intro, ...text.flat()].map(terminalLine).join('\n')}\n`;
}

const HOSTS: Readonly<Record<string, string>> = {
  electron: 'desktop window',
  web: 'in a browser',
  cli: 'command line',
};

const rows = (facts: readonly (readonly [string, string])[]): string[] =>
  facts.map(([name, value]) => `${name.padEnd(12)} ${value}`);

const pageRows = (page: PageFacts | null): [string, string][] =>
  page === null
    ? []
    : [
        ['window', `${page.width}x${page.height}, ${page.pixelRatio} pixels each`],
        ['browser', page.userAgent],
      ];

/** Codes and facts as they are: the words of a language would only have to be read back. */
function engineLines({ state, facts, error, cuda, fallback }: EngineStatus): string[] {
  return [
    ...rows([
      ['state', state],
      ['cuda', cuda.state],
    ]),
    ...rows(Object.entries(facts ?? {}).map(([name, value]) => [name, terminalJson(value)])),
    ...[error, fallback].flatMap((each, index) =>
      each === null ? [] : rows([[index === 0 ? 'error' : 'fallback', terminalJson(each)]]),
    ),
  ];
}

/** Only what can matter for a problem, and nothing that the user has named. */
function settingRows(settings: Settings): [string, string][] {
  const { language, theme, engine, brush, penRest, mnistFolder, drawModel, padHand, runColumns, runViews } = settings;
  return [
    ['language', language],
    ['theme', theme],
    ['engine', engine],
    ['brush', String(brush)],
    ['pen rest', `${penRest} ms`],
    ['mnist', mnistFolder === null ? 'the own download' : 'a folder of the user'],
    ['draw model', isShipped(drawModel) ? drawModel : 'another'],
    ['pad hand', padHand === null ? 'none' : 'chosen'],
    ['run columns', runColumns === null ? 'as they come' : String(runColumns.length)],
    ['run views', String(runViews.length)],
  ];
}

const dumpLine = ({ name, bytes, at }: CrashDump): string =>
  `${new Date(at).toISOString()} ${name} ${(bytes / 1e6).toFixed(1)} MB`;
