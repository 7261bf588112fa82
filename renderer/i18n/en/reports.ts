/** The log, and the report of a problem that is made of it. */
export const reports = {
  title: 'Log and reports',
  about: 'What the studio has to say of itself, for finding faults. It stays on this machine.',
  lines: 'Last lines of the log',
  empty: 'The log is empty.',
  copy: 'Copy',
  clear: 'Clear…',
  clearAsk: 'Clear the log?',
  clearText: 'The log and the memory images of crashes are deleted. Runs, models and drawings stay.',
  clearDo: 'Clear',
  dumps: '{n} memory image of a crash, {size} | {n} memory images of crashes, {size}',
  report: 'Report a problem…',
  reportTitle: 'Report a problem',
  reportAbout:
    'Nothing is sent. The report below becomes one text file, which you can read, change and send yourself. It holds versions, this machine, the engine, settings and the log; none of your drawings, images, models or data. Under “What happened”, add what you did and what went wrong.',
  reportText: 'The report',
  saveReport: 'Save as a file',
} as const;
