import { activation } from './learn/activation.ts';
import { attention } from './learn/attention.ts';
import { backpropagation } from './learn/backpropagation.ts';
import { convolution } from './learn/convolution.ts';
import { data } from './learn/data.ts';
import { dense } from './learn/dense.ts';
import { evaluation } from './learn/evaluation.ts';
import { fineTuning } from './learn/fine-tuning.ts';
import { optimizers } from './learn/optimizers.ts';
import { overfitting } from './learn/overfitting.ts';
import { pooling } from './learn/pooling.ts';
import { recurrent } from './learn/recurrent.ts';
import { schedules } from './learn/schedules.ts';
import { softmax } from './learn/softmax.ts';

export const learn = {
  title: 'Learn',
  lead: 'Every formula beside a living model, on what you have just written, number by number',
  begin: 'Begin',
  goOn: 'Go on',
  finish: 'All chapters',
  read: 'read',
  solved: '{n} of {all} try-outs solved',
  number: 'Chapter {number} of {all}',
  stage: 'What all chapters look at',
  pad: 'Write here: every chapter shows what the model makes of it',
  own: 'what you wrote, as the model gets it',
  example: 'an example, until you write something',
  chaptersLabel: 'Chapters',
  turn: 'Previous and next chapter',
  picture: 'picture of values',
  code: 'The same in Keras',
  copy: 'Copy the code',
  rightClass: 'Right class t',
  weights: { tensor: 'Which weights', class: 'To class k', unit: 'To unit or filter k', channel: 'From channel c' },
  waits: 'The model computes …',
  asModel: 'as in your model, layer {name}',
  takeOwn: 'As in the model',
  noChapter: 'There is no such chapter',
  noChapterHint: 'It may come from another version of the studio.',
  toAll: 'To all chapters',
  gone: 'This model is not there any longer',
  goneHint: 'It was deleted, or its run was. Choose another one above, or go on with the starter model.',
  lacks: 'This model has no {layers} layer that can be shown here',
  lacksHint: 'What this chapter shows is nowhere in it. Choose another model above; the starter has it.',
  takeStarter: 'Use the starter model',
  lesson: {
    names: {
      'lesson-gru': 'Lesson model: GRU',
      'lesson-lstm': 'Lesson model: LSTM',
      'lesson-attention': 'Lesson model: attention',
    },
    inPlace:
      '“{own}” has no {layers} layer. In its place this chapter stands on “{lesson}”, a small model that comes with the studio for it, trained on 54,000 images of MNIST.',
    chosen:
      'This chapter stands on “{lesson}”, a small model that comes with the studio for it, trained on 54,000 images of MNIST.',
    test: 'It reads {accuracy} of the {n} test images right (95% confidence interval {low} to {high}).',
    train: 'Train one of your own…',
  },
  tryOuts: {
    absent: 'Questions of the lesson that cannot be asked of this model: {n}.',
    passOver: 'Pass over',
    title: 'Try it out',
    note: 'the page checks your answers',
    check: 'Check',
    solved: 'solved',
    open: 'not solved yet',
    right: 'Right. {why}',
    wrong: 'Not yet. {hint}',
    show: 'Show the answer',
    answer: 'The answer: {answer}',
  },
  chapters: {
    data,
    convolution,
    pooling,
    activation,
    dense,
    softmax,
    backpropagation,
    optimizers,
    schedules,
    overfitting,
    recurrent,
    attention,
    'fine-tuning': fineTuning,
    evaluation,
  },
} as const;
