// How long a packed program takes from its start to a pad that can be drawn on, and whether its trainer is warm by the time the first
// stroke ends. By Chromium's protocol alone, since the program's fuses let nobody debug its main process. Linux, under a display.
//
//   node bench/workers/packed-start.ts PROGRAM STARTS
//
// Each start on a storage of its own; milliseconds of each, as JSON on the last line.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

const [program, starts] = process.argv.slice(2) as [string, string];

/** A stroke of a person: so many points, so many milliseconds apart. */
const [POINTS, PACE_MS] = [20, 20];
const LOOK_MS = 5;
/** Clock ticks a second in /proc. */
const TICKS = 100;

interface Started {
  readonly pad: number;
  /** From the stroke's end to its reading on the screen. */
  readonly reading: number;
  /** User time of all of the program's processes until the pad. */
  readonly cpu: number;
}

/** User time of a process and all that it has started, milliseconds. */
function userTime(pid: number): number {
  const all = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[13]) }];
    } catch {
      return []; // it has ended
    }
  });
  const sum = (of: number): number =>
    (all.find((one) => one.pid === of)?.ticks ?? 0) +
    all.filter(({ parent }) => parent === of).reduce((total, one) => total + sum(one.pid), 0);
  return (sum(pid) * 1000) / TICKS;
}

/** In the page: resolves with the time, since the epoch, at which an expression first gives something. */
const whenThere = (expression: string): string => `new Promise((resolve) => {
  const look = () => {
    const found = ${expression};
    if (found) resolve({ at: performance.timeOrigin + performance.now(), found });
    else setTimeout(look, ${LOOK_MS});
  };
  look();
})`;

const PAD = `(() => {
  const box = document.querySelector('.pad canvas')?.getBoundingClientRect();
  return box && box.width > 0 && document.visibilityState === 'visible' ? [box.x, box.y, box.width, box.height] : null;
})()`;

async function attach(log: () => string): Promise<WebSocket> {
  for (;;) {
    const address = /DevTools listening on (\S+)/.exec(log())?.[1];
    const targets = address
      ? ((await (await fetch(`http://${new URL(address).host}/json/list`)).json()) as Record<string, string>[])
      : [];
    const page = targets.find(({ type, url }) => type === 'page' && url!.startsWith('app:'));
    if (page) {
      const socket = new WebSocket(page['webSocketDebuggerUrl']!);
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      return socket;
    }
    await wait(LOOK_MS);
  }
}

async function start(): Promise<Started> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'inkstone-bench-'));
  const begun = Date.now();
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...sandbox, '--remote-debugging-port=0'], {
    env: { ...process.env, INKSTONE_HOME: home, INKSTONE_TEST: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  try {
    const socket = await attach(() => log);
    const waiting = new Map<number, (result: unknown) => void>();
    socket.on('message', (data) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (id !== undefined) waiting.get(id)?.(result);
    });
    let last = 0;
    const call = (method: string, params: object = {}): Promise<unknown> => {
      const id = ++last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve) => waiting.set(id, resolve));
    };
    const there = async <T>(expression: string): Promise<{ at: number; found: T }> => {
      const expected = { expression: whenThere(expression), awaitPromise: true, returnByValue: true };
      for (;;) {
        const told = (await call('Runtime.evaluate', expected)) as
          { result: { value?: { at: number; found: T } } } | undefined;
        if (told?.result.value) return told.result.value;
        // The page was just being loaded.
        await wait(LOOK_MS);
      }
    };
    const pad = await there<[number, number, number, number]>(PAD);
    const cpu = userTime(child.pid!);
    const [left, top, width, height] = pad.found;
    const mouse = (type: string, share: number): Promise<unknown> => {
      const [x, y] = [left + width * (0.5 + 0.02 * share), top + height * (0.2 + 0.6 * share)];
      return call('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 });
    };
    await mouse('mousePressed', 0);
    for (let point = 1; point <= POINTS; point++) {
      await wait(PACE_MS);
      await mouse('mouseMoved', point / POINTS);
    }
    await mouse('mouseReleased', 1);
    const ended = Date.now();
    const read = await there(`document.querySelector('[data-testid=digit]')?.textContent`);
    await call('Page.close');
    socket.close();
    await exited;
    return { pad: pad.at - begun, reading: Math.max(0, read.at - ended), cpu };
  } finally {
    child.kill('SIGKILL');
    await exited;
    rmSync(home, { recursive: true, force: true });
  }
}

const all: Started[] = [];
for (let i = 0; i < Number(starts); i++) all.push(await start());
console.log(JSON.stringify(all));
