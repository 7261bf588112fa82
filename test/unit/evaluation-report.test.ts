import { describe, expect, it } from 'vitest';
import type { EvaluatedImage } from '../../shared/contract/schemas/evaluation.ts';
import { answersCsv } from '../../shared/evaluation/csv.ts';
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

const reportOf = (classes: readonly string[]): string => {
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
