import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count, megabytes, seconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { MOST_BYTES, MOST_SECONDS } from '../fuzz/limits.ts';
import { inReaders } from '../fuzz/in-readers.ts';
import { throughSocket } from '../fuzz/through-socket.ts';
import { allTargets } from '../fuzz/targets/index.ts';
import type { Tried } from '../fuzz/tried.ts';

/** Changed and random inputs for every parser and for the socket of a web host: none may do harm. Only by its name: it takes an hour. */
export const fuzz: Part = {
  name: 'fuzz',
  about: 'changed and random inputs for every parser and the web socket, 200,000 of them; only when it is named',
  onlyNamed: true,
  run,
};

const INPUTS = 200_000;
const QUICK_INPUTS = 4_000;
/** Of all inputs this share goes to the socket. */
const SOCKET_SHARE = 0.1;

async function run(bench: Bench): Promise<PartResult> {
  const {
    quick,
    say,
    fuzz: { seed, inputs = quick ? QUICK_INPUTS : INPUTS, again },
  } = bench;
  const targets = await allTargets();
  const one = again === null ? null : againOf(again, [...targets.map(({ name }) => name), 'web socket']);
  const shares = targets.reduce((sum, { share = 1 }) => sum + share, 0);
  const each = (inputs * (1 - SOCKET_SHARE)) / shares;
  const tried: Tried[] = [];
  for (const { name, share = 1 } of one ? targets.filter((target) => target.name === one.name) : targets) {
    tried.push(await inReaders(name, seed, one ? [one.number, one.number + 1] : [0, Math.ceil(each * share)], say));
    say(`${name}: ${count(tried.at(-1)!.inputs)} inputs`);
  }
  if (one === null || one.name === 'web socket')
    tried.push(
      await throughSocket(seed, one ? [one.number, one.number + 1] : [0, Math.ceil(inputs * SOCKET_SHARE)], { say }),
    );
  return fuzzResult(tried, seed);
}

/** TARGET:NUMBER, as failures are told. */
function againOf(text: string, names: readonly string[]): { name: string; number: number } {
  const [, name = '', number = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
  if (!names.includes(name)) throw new Error(`--again takes TARGET:NUMBER; targets are ${names.join(', ')}`);
  return { name, number: Number(number) };
}

/** What the outcomes come to. */
export function fuzzResult(tried: readonly Tried[], seed: number): PartResult {
  const failures = tried.flatMap(({ name, failures }) =>
    failures.map(
      ({ number, why }) =>
        `${name}:${number} ${why} (npm run bench -- fuzz --seed ${seed} --again '${name}:${number}')`,
    ),
  );
  const sum = (pick: (one: Tried) => number): number => tried.reduce((total, one) => total + pick(one), 0);
  const most = (pick: (one: Tried) => number): number => tried.reduce((high, one) => Math.max(high, pick(one)), 0);
  const table = {
    title: `Inputs that were changed or random, seed ${seed}`,
    columns: ['', 'inputs', 'read', 'refused in words', 'failures', 'slowest', 'most memory'],
    rows: tried.map((one) => [
      one.name,
      count(one.inputs),
      count(one.read),
      count(one.inputs - one.read - one.failures.length),
      count(one.failures.length),
      seconds(one.slowest),
      megabytes(one.largest),
    ]),
    notes: failures,
  };
  const goals = [
    atMost(
      'inputs that ended a process, were answered with `internal` or not at all, or took too much',
      sum(({ failures }) => failures.length),
      0,
      count,
    ),
    atMost(
      'slowest input',
      most(({ slowest }) => slowest),
      MOST_SECONDS,
      seconds,
    ),
    atMost(
      'most memory for one input',
      most(({ largest }) => largest),
      MOST_BYTES,
      megabytes,
    ),
  ];
  return { tables: [table], goals, data: { seed, tried } };
}
