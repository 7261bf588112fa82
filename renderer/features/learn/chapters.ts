import type { Component } from 'vue';
import type { LayerType } from '../../../shared/contract/schemas/layer.ts';
import type { LessonModel } from '../../../shared/contract/schemas/run-id.ts';
import type { StandingLayer } from '../../stores/learn.ts';
import ActivationChapter from './chapters/ActivationChapter.vue';
import AttentionChapter from './chapters/AttentionChapter.vue';
import BackpropagationChapter from './chapters/BackpropagationChapter.vue';
import ConvolutionChapter from './chapters/ConvolutionChapter.vue';
import DataChapter from './chapters/DataChapter.vue';
import DenseChapter from './chapters/DenseChapter.vue';
import EvaluationChapter from './chapters/EvaluationChapter.vue';
import FineTuningChapter from './chapters/FineTuningChapter.vue';
import OptimizersChapter from './chapters/OptimizersChapter.vue';
import OverfittingChapter from './chapters/OverfittingChapter.vue';
import PoolingChapter from './chapters/PoolingChapter.vue';
import RecurrentChapter from './chapters/RecurrentChapter.vue';
import SchedulesChapter from './chapters/SchedulesChapter.vue';
import SoftmaxChapter from './chapters/SoftmaxChapter.vue';
import { CHAPTER_IDS, type ChapterId } from './chapter-ids.ts';
import { takesVector } from './chapters/use-dense.ts';

/** A chapter of the Learn room. Its words are `learn.chapters.ID` of both languages. */
export interface Chapter {
  readonly id: ChapterId;
  /** The figure, with its formula and its questions: see ChapterBody. */
  readonly component: Component;
  /** The ids of its try-outs: how many there are is told before the chapter is opened. */
  readonly tryOuts: readonly string[];
  /** It looks at the model's first layer of one of these types: a model that has none is told so in its place. Empty: any model will do. */
  readonly layers: readonly LayerType[];
  /** Which of these it can show; all of them where it is missing. */
  readonly shows?: (layer: StandingLayer) => boolean;
  /** Small models that stand in for one without such a layer, and a preset by which a reader comes to one of their own. */
  readonly lesson?: { readonly models: readonly LessonModel[]; readonly preset: string };
}

const OF: Readonly<Record<ChapterId, Omit<Chapter, 'id'>>> = {
  data: { component: DataChapter, tryOuts: ['count', 'pixel', 'split'], layers: [] },
  convolution: { component: ConvolutionChapter, tryOuts: ['size', 'strokes', 'same'], layers: ['Conv2D'] },
  pooling: {
    component: PoolingChapter,
    tryOuts: ['size', 'half', 'weights'],
    layers: ['MaxPooling2D', 'AveragePooling2D'],
  },
  activation: { component: ActivationChapter, tryOuts: ['relu', 'negative', 'steep'], layers: [] },
  dense: { component: DenseChapter, tryOuts: ['count', 'helps'], layers: ['Dense'], shows: takesVector },
  softmax: { component: SoftmaxChapter, tryOuts: ['uniform', 'shift', 'sure'], layers: [] },
  backpropagation: { component: BackpropagationChapter, tryOuts: ['change', 'zero', 'nudge'], layers: [] },
  optimizers: { component: OptimizersChapter, tryOuts: ['adam', 'momentum', 'tooFar'], layers: [] },
  schedules: { component: SchedulesChapter, tryOuts: ['half', 'stairs', 'cycle'], layers: [] },
  overfitting: { component: OverfittingChapter, tryOuts: ['memory', 'stop', 'half'], layers: [] },
  recurrent: {
    component: RecurrentChapter,
    tryOuts: ['count', 'keep', 'most', 'settled'],
    layers: ['SimpleRNN', 'LSTM', 'GRU'],
    lesson: { models: ['lesson-gru', 'lesson-lstm'], preset: 'lstm' },
  },
  attention: {
    component: AttentionChapter,
    tryOuts: ['even', 'most', 'count', 'scale'],
    layers: ['TransformerEncoder'],
    lesson: { models: ['lesson-attention'], preset: 'vit' },
  },
  'fine-tuning': { component: FineTuningChapter, tryOuts: ['count', 'early', 'largest'], layers: [] },
  evaluation: { component: EvaluationChapter, tryOuts: ['interval', 'precision', 'temperature'], layers: [] },
};

export const CHAPTERS: readonly Chapter[] = CHAPTER_IDS.map((id) => ({ id, ...OF[id] }));

/** The chapter of an address; null where there is none. */
export const chapterOf = (id: string): Chapter | null => CHAPTERS.find((chapter) => chapter.id === id) ?? null;

/** Whether a chapter finds what it looks at among a model's layers. */
export const isShownBy = ({ layers, shows }: Chapter, of: readonly StandingLayer[]): boolean =>
  layers.length === 0 || of.some((one) => layers.includes(one.layer.type) && (shows?.(one) ?? true));
