/** The frame: rail, status bar, document titles. */
export const frame = {
  product: 'Inkstone',
  documentTitle: '{page} · Inkstone',
  skip: 'Skip to content',
  rail: 'Main',
  nav: {
    home: 'Home',
    train: 'Train',
    runs: 'Runs',
    draw: 'Draw',
    settings: 'Settings',
  },
  runsActive: '{n} run in progress | {n} runs in progress',
  status: {
    label: 'Status',
    noRun: 'No run in progress',
    queued: '{n} waiting | {n} waiting',
    memory: 'Memory of the training process',
    language: 'Language',
    phase: {
      starting: 'starting',
      running: '{percent}',
      paused: 'paused at {percent}',
      stopping: 'stopping',
    },
    engine: {
      stopped: 'Engine stopped',
      starting: 'Engine starting',
      ready: 'Engine ready',
      busy: 'Engine busy',
      crashed: 'Engine ended unexpectedly',
      missing: 'TensorFlow is missing',
    },
  },
  connection: {
    connecting: 'Connecting',
    lost: 'Connection lost. Reconnecting',
  },
  languages: {
    system: 'System',
    en: 'English',
    'zh-CN': '简体中文',
  },
} as const;
