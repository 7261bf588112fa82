import { spawn } from 'node:child_process';
import os from 'node:os';
import { onParentGone } from './parent.mjs';

/**
 * One Ctrl-C reaches a script several times: from the terminal, and again from npm, which forwards it. Signals of one
 * kind within this time are one.
 */
const SAME_SIGNAL_MS = 500;

/**
 * Runs a program with our own input and output until it ends, and resolves with its exit code (128 + n if signal n
 * ended it). It gets every signal that we get exactly once: it has a process group of its own, which the terminal's
 * Ctrl-C does not reach, and we hand the signal on: to the program alone, or with `wholeGroup` also to those it started
 * (for wrappers like xvfb-run, which keep signals to themselves).
 *
 * A program of ours is given a `lifeline`, a channel that closes when we end, even by a kill -9: it ends then by
 * itself, in order. When the process that started us is gone, we close the lifeline, or ask a program without one to
 * end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { wholeGroup?: boolean, lifeline?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runChild(command, args, { wholeGroup = false, lifeline = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = lifeline ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
    const child = spawn(command, args, { stdio, ...options, detached: process.platform !== 'win32' });
    const signals = forwardSignals(child, wholeGroup);
    const stopWatching = onParentGone(() => (lifeline ? child.disconnect() : signals.forward('SIGTERM')));
    const stopForwarding = () => {
      signals.stop();
      stopWatching();
    };
    child.once('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(signal ? 128 + (os.constants.signals[signal] ?? 0) : (code ?? 1));
    });
  });
}

function forwardSignals(child, wholeGroup) {
  const last = new Map();
  const forward = (signal) => {
    const now = Date.now();
    if (now - (last.get(signal) ?? -Infinity) < SAME_SIGNAL_MS) return;
    last.set(signal, now);
    // Windows' console hands Ctrl-C to the child itself; killing it there would end it with no chance to tidy up.
    if (process.platform === 'win32' || child.pid === undefined) return;
    process.kill(wholeGroup ? -child.pid : child.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return { forward, stop: () => signals.forEach((signal) => process.off(signal, forward)) };
}
