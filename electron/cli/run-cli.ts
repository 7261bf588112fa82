import { AppError, toErrorData } from '../../shared/contract/errors.ts';
import { errorLines } from '../../shared/words/error-words.ts';
import { appLayout } from '../hosts/app-layout.ts';
import { createServices, type Services } from '../hosts/create-services.ts';
import { logUncaught } from '../hosts/logger.ts';
import { nodeEnvironment, systemLanguage } from '../hosts/node-environment.ts';
import { onParentGone } from '../hosts/stop-on-signal.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { data } from './commands/data.ts';
import { doctor } from './commands/doctor.ts';
import { engine } from './commands/engine.ts';
import { evaluate } from './commands/evaluate.ts';
import { hands } from './commands/hands.ts';
import { experiment } from './commands/experiment.ts';
import { exportModel } from './commands/export.ts';
import { findLearningRate } from './commands/lr-find.ts';
import { models } from './commands/models.ts';
import { predict } from './commands/predict.ts';
import { presets } from './commands/presets.ts';
import { read } from './commands/read.ts';
import { report } from './commands/report.ts';
import { runs } from './commands/runs.ts';
import { search } from './commands/search.ts';
import { serve } from './commands/serve.ts';
import { worker } from './commands/worker.ts';
import { train } from './commands/train.ts';
import { updates } from './commands/updates.ts';
import { createOutput, type Output } from './output.ts';
import { HELP, UsageError } from './usage.ts';

const INTERRUPTED = 130;

/** Runs one command line. Returns the exit code: 0 done, 1 failed, also in part, 2 wrong usage, 130 interrupted. */
export async function runCli(root: string, argv: readonly string[]): Promise<number> {
  const output = createOutput(argv.includes('--json'));
  try {
    const args = parseArguments(argv);
    if (args) return await withServices(root, args, output);
    process.stdout.write(HELP);
    return 0;
  } catch (thrown) {
    return refuse(thrown, output, root);
  }
}

async function withServices(root: string, args: Arguments, output: Output): Promise<number> {
  const terminal = (line: string): void => void (process.env['INKSTONE_LOG'] === '1' && process.stderr.write(line));
  if (args.home !== null) process.env['INKSTONE_HOME'] = args.home;
  const env = nodeEnvironment('cli', root, terminal);
  logUncaught(env.log);
  const services = await createServices(env);
  const interrupt = interruption(services);
  try {
    const code = await Promise.race([command(services, args, appLayout(root).renderer, output), interrupt]);
    await services.stop();
    return code;
  } catch (thrown) {
    await services.stop();
    throw thrown;
  }
}

/**
 * Resolves when Ctrl+C or a request to end has come, or whoever started us is gone, and the run in progress, if there is one, has its checkpoint. A command
 * that follows that run, a study or a batch ends by itself then and says how to go on.
 */
function interruption(services: Services): Promise<number> {
  return new Promise((resolve) => {
    let told = false;
    const begin = () => {
      if (told) return;
      told = true;
      const follows = services.activeRun() !== null || services.studies.isActive() || services.batches.isActive();
      void Promise.all([services.studies.close(), services.batches.close(), services.runs.close()]).then(() =>
        setTimeout(() => resolve(INTERRUPTED), follows ? 200 : 0),
      );
    };
    const handle = () => {
      if (told) process.exit(INTERRUPTED);
      begin();
    };
    process.on('SIGINT', handle);
    process.on('SIGTERM', handle);
    process.on('SIGHUP', handle);
    onParentGone(begin);
  });
}

function command(services: Services, args: Arguments, rendererFolder: string, output: Output): Promise<number> {
  switch (args.command) {
    case 'train':
      return train(services, args, output);
    case 'lr-find':
      return findLearningRate(services, args, output);
    case 'experiment':
      return experiment(services, args, output);
    case 'search':
      return search(services, args, output);
    case 'presets':
      return presets(services, args, output);
    case 'evaluate':
      return evaluate(services, args, output);
    case 'export':
      return exportModel(services, args, output);
    case 'predict':
      return predict(services, args, output);
    case 'read':
      return read(services, args, output);
    case 'runs':
      return runs(services, args, output);
    case 'models':
      return models(services, args, output);
    case 'data':
      return data(services, args, output);
    case 'hands':
      return hands(services, args, output);
    case 'engine':
      return engine(services, args, output);
    case 'doctor':
      return doctor(services, output);
    case 'updates':
      return updates(services, output);
    case 'report':
      return report(services, args, output);
    case 'worker':
      return worker(services, args, output);
    case 'serve':
      return serve(services, args, rendererFolder, output);
  }
}

function refuse(thrown: unknown, output: Output, root: string): number {
  if (thrown instanceof UsageError) {
    output.note([`inkstone: ${thrown.message}`, `Try: ${appLayout(root).commandLine} --help`]);
    return 2;
  }
  const error = toErrorData(thrown);
  output.line({ type: 'error', error: { code: error.code, params: error.params } });
  const language = systemLanguage(process.env);
  output.note(errorLines(error, language));
  if (!(thrown instanceof AppError) && error.details !== undefined) output.note(error.details.split('\n'));
  return 1;
}
