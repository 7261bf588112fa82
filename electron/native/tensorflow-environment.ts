import { threadsPerOp } from './processor.ts';

/** What TensorFlow reads of the environment: when its library is opened, and when the first session of a process is made. */
export const tensorflowEnvironment = (): Record<string, string> => ({
  // 0 all, 1 no info, 2 no warnings.
  TF_CPP_MIN_LOG_LEVEL: '2',
  // For all of the process.
  TF_NUM_INTRAOP_THREADS: String(threadsPerOp()),
});
