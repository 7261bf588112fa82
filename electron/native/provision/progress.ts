/** Messages of a set-up. All go to one stream, so that stdout stays free for the program's result. */
export interface Report {
  line(text: string): void;
  /** Bytes so far of all; called often. */
  progress(label: string, done: number, total: number): void;
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);

/** `libtensorflow 2.18.1: 45 of 161 MB, 12.3 MB/s, 0:09 left`; speed is of this download's own bytes. */
export function progressText(
  label: string,
  done: number,
  total: number,
  startedAt: number,
  doneAtStart: number,
  now: number,
): string {
  const seconds = (now - startedAt) / 1000;
  const rate = seconds > 0.5 ? (done - doneAtStart) / seconds : 0;
  const text = `${label}: ${megabytes(done)} of ${megabytes(total)} MB`;
  if (rate <= 0) return text;
  const left = Math.ceil((total - done) / rate);
  return `${text}, ${(rate / 1e6).toFixed(1)} MB/s, ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} left`;
}

/** Writes to a stream: one line rewritten in place on a terminal, a line every few seconds elsewhere. */
export function streamReport(stream: NodeJS.WriteStream = process.stderr): Report {
  let begun: { label: string; at: number; done: number } | null = null;
  let shownAt = 0;
  let open = false;
  const close = () => {
    if (open) stream.write('\n');
    open = false;
  };
  return {
    line(text) {
      close();
      stream.write(`${text}\n`);
    },
    progress(label, done, total) {
      const now = Date.now();
      if (begun?.label !== label) {
        begun = { label, at: now, done };
        shownAt = 0;
      }
      if (done < total && now - shownAt < (stream.isTTY ? 100 : 5000)) return;
      shownAt = now;
      const text = progressText(label, done, total, begun.at, begun.done, now);
      stream.write(stream.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
      open = stream.isTTY;
    },
  };
}
