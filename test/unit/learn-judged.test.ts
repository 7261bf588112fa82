import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../shared/contract/schemas/evaluation.ts';
import { classScores } from '../../shared/evaluation/class-scores.ts';
import { scaledAnswers, scoresOf } from '../../shared/evaluation/scores.ts';
import { softmax } from '../../shared/evaluation/softmax.ts';
import { wilsonInterval } from '../../shared/evaluation/wilson.ts';
import { atTemperature, judge, readAnswers, sureAt, type Judgement } from '../../shared/learn/judged.ts';

const logits = Float32Array.from([4, 1, 0, 1, 2, 1.5, 0, 0, 5, 1, 0.5, 0, 3, 2.9, 0]);
const answers = { count: 5, classes: 3, logits, known: null };
const labels = Int32Array.of(0, 1, 2, 1, 0);

const judgedAt = (temperature: number, threshold: number, own = answers): Judgement => {
  const read = readAnswers(own, labels);
  return judge(read, sureAt(read, temperature), threshold);
};

/** But for what float32 rounds. */
function expectAlike(own: Calibration, theirs: Calibration): void {
  const shares = ({ bins, ece, loss }: Calibration): number[] =>
    [ece, loss, ...bins.flatMap(({ count, confidence, accuracy }) => [count, confidence, accuracy])].map(
      (value) => value ?? -1,
    );
  const expected = shares(theirs);
  shares(own).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
}

describe('answers judged at a temperature and a threshold', () => {
  it('at 1 and 0 are the lab’s own scores', () => {
    const scores = scoresOf(answers, { labels, given: labels }, null);
    const own = judgedAt(1, 0);
    expect(own).toMatchObject({ n: 5, of: 5, right: 4, accuracy: 0.8, confusion: scores.confusion });
    expect(own.classes).toEqual(scores.classes);
    expectAlike(own.calibration, scores.calibration);
    expect(own.interval).toEqual(wilsonInterval(4, 5));
  });

  it('a temperature changes how sure they are, never what is read', () => {
    const own = judgedAt(3, 0);
    const scaled = scoresOf(scaledAnswers(answers, 3), { labels, given: labels }, null);
    expectAlike(own.calibration, scaled.calibration);
    expect(own.right).toBe(4);
  });

  it('only those count that are sure enough; calibration is of all', () => {
    const own = judgedAt(1, 0.9);
    expect(own).toMatchObject({ n: 2, of: 5, right: 2, accuracy: 1 });
    expect(own.classes).toEqual(
      classScores(
        {
          cells: [
            [0, 0, 1],
            [2, 2, 1],
          ],
          unanswered: new Uint32Array(3),
        },
        3,
      ),
    );
    expect(own.calibration.bins.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    const none = judgedAt(1, 1);
    expect(none).toMatchObject({ n: 0, accuracy: null, interval: [0, 1] });
  });

  it('an image without an answer is no sure one', () => {
    const torn = { ...answers, logits: Float32Array.from(logits, (z, i) => (i < 3 ? NaN : z)) };
    expect(judgedAt(1, 0, torn).n).toBe(5);
    expect(judgedAt(1, 0.1, torn).n).toBe(4);
  });

  it('probabilities are taken to another temperature as their logits would be', () => {
    const at = (temperature: number): number[] =>
      Array.from(
        softmax(
          logits.slice(0, 3).map((z) => z / temperature),
          0,
          3,
        ),
      );
    expect(atTemperature(at(1), 2.5)).toEqual(at(2.5).map((p) => expect.closeTo(p, 6) as number));
    expect(atTemperature(at(2.5), 0.5, 2.5)).toEqual(at(0.5).map((p) => expect.closeTo(p, 6) as number));
    expect(atTemperature([1, 0, 0], 4)).toEqual([1, 0, 0]);
  });
});
