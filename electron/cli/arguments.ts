import { parseArgs } from 'node:util';
import { UsageError } from './usage.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** What a run is: a preset, and everything of it that can be changed. */
const RUN = {
  preset: text,
  model: text,
  data: text,
  only: text,
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
  validation: text,
  seed: text,
} as const;

/** Options that each command takes, beside the common ones. */
const COMMANDS = {
  train: { ...RUN, seeds: text, folds: text, name: text, 'save-model': text },
  'lr-find': RUN,
  presets: {},
  evaluate: { model: text, data: text },
  predict: { model: text, image: text, strokes: text, idx: text },
  runs: {},
  data: {},
  engine: {},
  doctor: {},
  serve: { port: text },
} as const;

export type CommandName = keyof typeof COMMANDS;

export interface Arguments {
  readonly command: CommandName;
  /** What follows the command and is no option. */
  readonly rest: readonly string[];
  readonly json: boolean;
  readonly home: string | null;
  /** The option's value, if it was given. */
  value(name: string): string | undefined;
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
  const value = (name: string): string | undefined => values[name] as string | undefined;
  return {
    command,
    rest: positionals,
    json: values['json'] === true,
    home: value('home') ?? null,
    value,
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
  const hasRest = command === 'runs' || command === 'data' || command === 'presets' || command === 'engine';
  try {
    return parseArgs({ args, options, allowPositionals: hasRest, strict: true }) as {
      values: Record<string, string | boolean | undefined>;
      positionals: string[];
    };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
