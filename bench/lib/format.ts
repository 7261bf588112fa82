/** Numbers for tables, in English whatever the machine's language. */
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** 12,345 */
export const count = (value: number): string => whole.format(value);
/** 1.36 */
export const times = (value: number): string => value.toFixed(2);
/** 97.3 % */
export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
/** 0.42 s */
export const seconds = (value: number): string => `${value.toFixed(2)} s`;
/** 3.1 ms */
export const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
/** 812 MB (millions of bytes) */
export const megabytes = (bytes: number): string => `${count(bytes / 1e6)} MB`;
/** 0.01 MB, with its sign */
export const growth = (bytes: number): string => `${bytes < 0 ? '-' : '+'}${Math.abs(bytes / 1e6).toFixed(2)} MB`;
/** 412 GFLOP/s */
export const gigaflops = (perSecond: number): string => `${count(perSecond / 1e9)} GFLOP/s`;
