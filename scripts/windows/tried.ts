/**
 * What is tried without arguments: the engine, its graph, checkpoints, kills and resumes, in a trainer's process and in whole runs of a
 * host and the command line; and what the storage's safety rests on (locks, atomic writes, moves).
 */
const TRIED = [
  'test/trainer/native-load.test.ts',
  'test/trainer/graph.test.ts',
  'test/trainer/checkpoints.test.ts',
  'test/trainer/checkpoint-names.test.ts',
  'test/trainer/extend.test.ts',
  'test/trainer/killed-host.test.ts',
  'test/trainer/process.test.ts',
  'test/trainer/slow-disk.test.ts',
  'test/services/cli.test.ts',
  'test/services/run-state.test.ts',
  'test/services/runs.test.ts',
  'test/unit/atomic-write.test.ts',
  'test/unit/lock-file.test.ts',
  'test/unit/move.test.ts',
  'test/unit/trash.test.ts',
];

/** Tests among these that ask for what only a POSIX system has, by their names. */
const POSIX_ONLY = [
  // A signal that asks a process to end: another process cannot send one on Windows, where "kill" ends it at once.
  'interrupted, exits with 130',
  'ends when asked to',
  // /proc tells when a process began.
  'that a dead host left behind',
  // A link to a file that is not there.
  'is a link to',
];

/** vitest's arguments, where none are given. */
export const triedWithoutArguments = (): string[] => [...TRIED, '-t', `^(?!.*(?:${POSIX_ONLY.join('|')}))`];
