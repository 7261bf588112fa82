import type { PageFacts } from '../../../shared/contract/schemas/report.ts';

/** Where this page is shown. */
export const pageFacts = (): PageFacts => ({
  userAgent: navigator.userAgent.slice(0, 500),
  width: Math.round(window.innerWidth),
  height: Math.round(window.innerHeight),
  pixelRatio: window.devicePixelRatio,
});
