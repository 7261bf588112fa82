import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LogView, PageFacts, PageFault, ProblemReport } from '../../../shared/contract/schemas/report.ts';
import type { HostEnvironment } from '../../environment.ts';
import { clearCrashDumps, crashDumps, pruneCrashDumps } from '../../files/crash-dumps.ts';
import { freeBytes } from '../../files/free-bytes.ts';
import { LOG_FOLDER } from '../../files/log-file.ts';
import { clearLog, readLog } from '../../files/read-log.ts';
import type { EngineService } from '../engine/engine.ts';
import { localStamp } from '../local-stamp.ts';
import type { SettingsService } from '../settings/settings.ts';
import { systemFacts } from './system-facts.ts';
import { reportText } from './report-text.ts';

export interface ReportsDependencies {
  readonly env: Pick<
    HostEnvironment,
    'host' | 'version' | 'storageFolder' | 'systemLanguage' | 'now' | 'log' | 'reveal' | 'hidePaths'
  >;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly engine: Pick<EngineService, 'status'>;
}

/** Bytes of the log that a window is shown, and that go into a report. */
const [SHOWN, REPORTED] = [65_536, 262_144];

/** Errors of pages that this host writes down: one that comes again and again says nothing new, and would push out the rest. */
const MOST_FAULTS = 200;

/** The log of this machine's studio, and reports of problems. */
export class Reports {
  private readonly deps: ReportsDependencies;
  private readonly folder: string;
  private faults = 0;

  constructor(deps: ReportsDependencies) {
    this.deps = deps;
    this.folder = path.join(deps.env.storageFolder, LOG_FOLDER);
  }

  async log(): Promise<LogView> {
    await pruneCrashDumps(this.folder);
    return {
      folder: this.folder,
      lines: await readLog(this.folder, SHOWN),
      dumps: await crashDumps(this.folder),
    };
  }

  /** Throws storage errors. */
  async clear(): Promise<void> {
    await clearLog(this.folder);
    await clearCrashDumps(this.folder);
  }

  /** Throws `unsupported` where there is no file manager. */
  async reveal(): Promise<void> {
    const { reveal } = this.deps.env;
    if (!reveal) throw new AppError('unsupported', { call: 'reports.reveal' });
    await reveal(this.folder);
  }

  /**
   * What a person may send to whoever mends the studio: versions, the machine, the engine, settings and the log. Names and paths of the
   * user's are left out, and nothing of drawings, images and models is in it.
   */
  async problem(page: PageFacts | null): Promise<ProblemReport> {
    const { env, settings, engine } = this.deps;
    const text = reportText({
      at: env.now(),
      host: env.host,
      version: env.version,
      system: systemFacts(env.systemLanguage),
      page,
      freeBytes: await freeBytes(env.storageFolder),
      engine: engine.status,
      settings: settings.get(),
      dumps: await crashDumps(this.folder),
      log: await readLog(this.folder, REPORTED),
    });
    return { name: `inkstone-report-${localStamp(env.now())}.txt`, text: env.hidePaths(text) };
  }

  pageFault({ message, stack, screen }: PageFault): void {
    this.faults++;
    if (this.faults <= MOST_FAULTS) this.deps.env.log.error('page fault', { message, stack, screen });
  }
}
