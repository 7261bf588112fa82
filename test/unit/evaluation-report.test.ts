import { describe, expect, it } from 'vitest';
import type { EvaluatedImage } from '../../shared/contract/schemas/evaluated-image.ts';
import type { RobustnessCurve } from '../../shared/contract/schemas/robustness.ts';
import { answersCsv, robustnessCsv } from '../../shared/evaluation/csv.ts';
import { curvePlot } from '../../shared/evaluation/curve-plot.ts';
import { amountText } from '../../shared/evaluation/disturb.ts';
import { scoresOf } from '../../shared/evaluation/scores.ts';
import { evaluationReport } from '../../shared/report/report.ts';
import { answersOf, madeUpAnswers } from '../fixtures/answers.ts';
import { someEvaluation } from '../fixtures/lab-examples.ts';

const item: EvaluatedImage = {
  place: 8,
  label: null,
  given: 0,
  predicted: 1,
  confidence: 0.6,
  loss: null,
  doubt: 0.9,
  known: null,
};

const curve: RobustnessCurve = {
  disturbance: 'rotation',
  points: [
    { amount: -45, right: 0, n: 0, accuracy: null, interval95: [0, 1] },
    { amount: 0, right: 9, n: 10, accuracy: 0.9, interval95: [0.6, 0.98] },
    { amount: 45, right: 1, n: 3, accuracy: 1 / 3, interval95: [0.06, 0.79] },
  ],
};

const reportOf = (classes: readonly string[], robustness: readonly RobustnessCurve[] = []): string => {
  const { answers, labels } = madeUpAnswers(50, classes.length, 1);
  const scores = scoresOf(answers, { labels, given: labels }, null);
  const info = {
    ...someEvaluation,
    model: { ...someEvaluation.model, name: '<script>alert(1)</script>' },
    dataset: { id: 'mnist' as const, name: '" onload="alert(1)' },
    task: { inputShape: [28, 28, 1] as [number, number, 1], classes: [...classes] },
  };
  return evaluationReport({
    info,
    scores,
    robustness,
    worst: [{ item, picture: 'data:image/png;base64,AAAA' }],
    language: 'zh-CN',
  });
};

describe('the report', () => {
  it('shows names as text, whatever they hold', () => {
    const text = reportOf(['<img src=x onerror=alert(1)>', "'", '&']);
    expect(text).not.toMatch(/<script|<img src=x|" onload=/);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('&lt;img src=x');
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  it('tells the fullest cells where a matrix would not be readable', () => {
    const text = reportOf(Array.from({ length: 60 }, (_, i) => `sign ${i}`));
    expect(text).not.toContain('class="matrix"');
    expect(text).toContain('Most frequent confusions');
    expect(reportOf(['a', 'b'])).toContain('class="matrix"');
  });
});

describe('robustness', () => {
  it('is in the report where it was measured: drawn, and as a table in both languages', () => {
    expect(reportOf(['a', 'b'])).not.toContain('Robustness');
    const text = reportOf(['a', 'b'], [curve]);
    expect(text).toContain('鲁棒性');
    expect(text).toContain('<td>−45°</td><td>–</td><td>–</td><td>0</td>');
    expect(text).toContain('<td>0°</td><td>90.00%</td><td>60.00% – 98.00%</td><td>10</td>');
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('is a table of its own as CSV', () => {
    expect(robustnessCsv([curve], true).split('\r\n')).toEqual([
      'change,amount,images,right,accuracy,low95,high95,labels',
      'rotation,-45,0,0,,0,1,current',
      'rotation,0,10,9,0.9,0.6,0.98,current',
      'rotation,45,3,1,0.33333333,0.06,0.79,current',
      '',
    ]);
  });

  it('is drawn between the ends of its amounts and 0 and 100 %, without what has no images', () => {
    const room = { width: 120, height: 70, left: 10, right: 10, top: 5, bottom: 15 };
    const { x, y, line, band, points } = curvePlot(curve, room);
    expect([x(-45), x(0), x(45)]).toEqual([10, 60, 110]);
    expect([y(1), y(0)]).toEqual([5, 55]);
    expect(line).toBe('M60 10L110 38.33');
    expect(band).toBe('M60 6L110 15.5L110 52L60 25Z');
    expect(points.map(({ point }) => point.amount)).toEqual([0, 45]);
    expect(curvePlot({ disturbance: 'blur', points: [] }, room)).toMatchObject({ line: '', band: '', points: [] });
  });

  it('tells amounts with their units', () => {
    expect(amountText('rotation', -45)).toBe('−45°');
    expect(amountText('shift', 8)).toBe('8 px');
    expect(amountText('scale', 0.75)).toBe('×0.75');
    expect(amountText('noise', 0.05)).toBe('5%');
    expect(amountText('thickness', -0.5)).toBe('−0.5 px');
  });
});

describe('CSV', () => {
  it('quotes what must be, and leaves empty what is no number', () => {
    const task = { inputShape: [28, 28, 1] as [number, number, 1], classes: ['a,"b"', 'c'] };
    const text = answersCsv(answersOf([[NaN, 1]]), [item], task); // prettier-ignore
    const [head, line, end] = text.split('\r\n');
    expect(head).toBe('place,label,given,predicted,right,confidence,loss,doubt,known,"p(a,""b"")",p(c)');
    expect(line).toBe('8,,"a,""b""",c,,0.6,,0.9,,,');
    expect(end).toBe('');
  });
});
