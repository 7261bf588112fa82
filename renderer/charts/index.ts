export { inSentence, MANY_CLASSES, nameWidth, widestName } from './classes.ts';
export { default as LineChart } from './LineChart.vue';
export { default as PixelGrid } from './PixelGrid.vue';
export { default as ProbabilityBars } from './ProbabilityBars.vue';
export { default as RateSparkline } from './RateSparkline.vue';
export type { LineSeries } from './series.ts';
export { provideAlignment } from './alignment.ts';
export { imagesAxis, rateAxis, stepAxis } from './x-axis.ts';
