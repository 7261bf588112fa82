import { parseArgs } from 'node:util';
import { UsageError } from './usage.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'string', multiple: true } as const;

/** Options that describe a run: a preset, and all of it that can be changed. */
const RUN = {
  preset: text,
  model: text,
  data: text,
  only: text,
  rename: text,
  invert: flag,
  resize: text,
  framing: text,
  'drop-duplicates': flag,
  corrected: flag,
  lines: text,
  longest: text,
  paper: text,
  'lines-per-epoch': text,
  limit: text,
  epochs: text,
  'batch-size': text,
  optimizer: text,
  'learning-rate': text,
  momentum: text,
  'weight-decay': text,
  schedule: text,
  'warm-up-epochs': text,
  'label-smoothing': text,
  clip: text,
  ema: text,
  'early-stopping': text,
  'class-balance': text,
  augment: text,
  'augment-strokes': text,
  validation: text,
  seed: text,
} as const;

/** What goes with a trained model that is gone on from. */
const FROM = { from: text, freeze: text, head: text, rates: text, replay: text } as const;

/** Their names, without dashes before them. */
export const RUN_OPTIONS: readonly string[] = Object.keys({ ...RUN, ...FROM });

/** Options that each command takes, beside the common ones. */
const COMMANDS = {
  train: {
    ...RUN,
    ...FROM,
    seeds: text,
    folds: text,
    name: text,
    'save-model': text,
  },
  'lr-find': RUN,
  experiment: { ...RUN, first: text, second: text, sizes: text, seeds: text, name: text },
  search: {
    ...RUN,
    ...FROM,
    space: text,
    sampler: text,
    pruner: text,
    objective: text,
    trials: text,
    minutes: text,
    seeds: text,
    name: text,
    queue: text,
  },
  worker: { queue: text, name: text },
  presets: {},
  evaluate: {
    model: text,
    beside: text,
    data: text,
    only: text,
    split: text,
    robustness: flag,
    suspects: flag,
    report: text,
    out: text,
    map: text,
  },
  export: { model: text, format: text, weights: text, out: text, force: flag },
  predict: { model: text, image: texts, strokes: text, idx: text },
  read: {
    ...{ model: text, image: texts, kind: text, length: text, check: text, order: text },
    ...{ form: text, images: text, out: text, again: flag },
  },
  runs: {
    format: text,
    out: text,
    checkpoints: flag,
    query: text,
    epochs: text,
    hold: flag,
    add: text,
    remove: text,
    star: flag,
    unstar: flag,
    notes: text,
  },
  models: { name: text, classes: text },
  data: { name: text, classes: text, 'test-fraction': text, choose: text, mend: text, framing: text },
  hands: { hand: text, sign: text, format: text, out: text, classes: text, times: text, columns: text, page: text },
  engine: {},
  doctor: {},
  updates: {},
  report: { out: text },
  serve: { port: text },
} as const;

export type CommandName = keyof typeof COMMANDS;

export interface Arguments {
  readonly command: CommandName;
  /** Arguments after the command that are not options. */
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly home: string | null;
  /** The option's value, if it was given; the first of several. */
  value(name: string): string | undefined;
  /** All values of an option that may be given several times. */
  values(name: string): readonly string[];
  /** The option's value; throws UsageError without one. */
  required(name: string): string;
}

/** Parses the command line; null asks for help. Throws UsageError. */
export function parseArguments(argv: readonly string[]): Arguments | null {
  const [command, ...after] = argv;
  if (command === undefined || command === '--help' || command === 'help') return null;
  if (!isCommand(command)) throw new UsageError(`unknown command ${command}`);
  const { values, positionals } = parse(command, after);
  if (values['help']) return null;
  const all = (name: string): readonly string[] => [values[name] ?? []].flat().map(String);
  const value = (name: string): string | undefined => all(name)[0];
  if (value('home') === '') throw new UsageError('--home is a folder, not empty');
  return {
    command,
    rest: positionals,
    json: values['json'] === true,
    home: value('home') ?? null,
    value,
    values: all,
    required(name) {
      const given = value(name);
      if (given === undefined || given === '') throw new UsageError(`${command} needs --${name}`);
      return given;
    },
  };
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

function parse(command: CommandName, args: string[]) {
  const options = { ...COMMANDS[command], json: flag, home: text, help: flag };
  const hasRest = [
    'runs',
    'models',
    'data',
    'hands',
    'presets',
    'engine',
    'predict',
    'read',
    'experiment',
    'search',
  ].includes(command);
  try {
    return parseArgs({ args, options, allowPositionals: hasRest, strict: true }) as {
      values: Record<string, string | boolean | string[] | undefined>;
      positionals: string[];
    };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
