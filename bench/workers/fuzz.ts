import { allTargets } from '../fuzz/targets/index.ts';
import { isWithin } from '../fuzz/limits.ts';
import { inputOf, tryInput } from '../fuzz/try-input.ts';
import { temporaryFolder } from '../../test/fixtures/folders.ts';

// Reads inputs FROM to TO of a target: `fuzz.ts TARGET SEED FROM TO`. Says the number of each before it is read, so that whoever
// listens knows over which one this process ended, and its outcome after it. A line of JSON each.
const [name, seed, from, to] = process.argv.slice(2);
const target = (await allTargets()).find((each) => each.name === name);
if (!target) throw new Error(`no such target: ${name}`);
const { folder, remove } = temporaryFolder();
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
try {
  for (let number = Number(from); number < Number(to); number++) {
    say({ reads: number });
    const input = inputOf(target, Number(seed), number);
    let outcome = await tryInput(target, input, folder);
    // A busy machine, or memory that had to be collected just then, makes one input slow or large, not the same one three times.
    for (let tries = 1; tries < 3 && !isWithin(outcome); tries++) {
      const again = await tryInput(target, input, folder);
      if (isWithin(again) || again.seconds < outcome.seconds) outcome = again;
    }
    say({ number, ...outcome });
  }
} finally {
  remove();
}
