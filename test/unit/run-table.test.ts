import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/contract/schemas/run-summary.ts';
import { runSummarySchema } from '../../shared/contract/schemas/run-summary.ts';
import { newestFirst, pageOf } from '../../shared/runs/page.ts';
import { spreadOf } from '../../shared/runs/spread.ts';
import { summaryOf } from '../../shared/runs/summary.ts';
import { arrange, inOrder, sortRuns, spreadsOf } from '../../shared/runs/table/arrange.ts';
import { runsCsv } from '../../shared/runs/table/csv.ts';
import { RUN_FIELDS, testOf } from '../../shared/runs/table/fields.ts';
import { matcher, OPERATORS, parseQuery, writeQuery, type Term } from '../../shared/runs/table/query.ts';
import { someRun, someSpec } from '../fixtures/scripted-host.ts';

const words = (run: RunSummary): string => `${run.spec.name}\n${run.marks?.notes ?? ''}`.toLowerCase();
const test = (accuracy: number) => ({
  dataset: 'mnist',
  accuracy,
  loss: 0.1,
  n: 10_000,
  interval95: [accuracy - 0.01, accuracy + 0.01] as [number, number],
});

interface Wish {
  readonly accuracy?: number | null;
  readonly optimizer?: 'adam' | 'sgd';
  readonly tags?: string[];
  readonly name?: string;
  readonly createdAt?: number;
}
function summary(
  id: string,
  { accuracy = null, optimizer = 'adam', tags = [], name = id, createdAt = 1 }: Wish = {},
): RunSummary {
  const spec = someSpec(name);
  const recipe = { ...spec.recipe, optimizer: { ...spec.recipe.optimizer, name: optimizer } } as typeof spec.recipe;
  const run = someRun(id, { spec: { ...spec, recipe }, createdAt, marks: { starred: false, tags, notes: 'a, "b"' } });
  return {
    ...summaryOf(run),
    result: accuracy === null ? null : { tests: [test(accuracy)], weightsSha256: '', imagesPerSecond: 1, seconds: 1 },
  };
}
const someSummaries: fc.Arbitrary<RunSummary[]> = fc
  .array(
    fc.record({
      accuracy: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      optimizer: fc.constantFrom('adam' as const, 'sgd' as const),
      tags: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
      createdAt: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 60 },
  )
  .map((wishes) => wishes.map((wish, i) => summary(`run-${i}`, wish)));

const NUMBERS = RUN_FIELDS.filter(({ kind }) => kind === 'number' || kind === 'share').map(({ key }) => key);
const WORDS = RUN_FIELDS.filter(({ kind }) => kind === 'words').map(({ key }) => key);
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('a b', '"', '\\', '-x', ',', 'x:y'),
);
const someTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: value, not: fc.boolean() }),
  fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom(...WORDS),
    operator: fc.constantFrom('=' as const, '!=' as const, ':' as const),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
    not: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('field' as const),
    field: fc.constantFrom(...NUMBERS),
    operator: fc.constantFrom(...OPERATORS),
    values: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => [String(n)]),
    not: fc.boolean(),
  }),
);

describe('a query', () => {
  it('is read as it was written, whatever its words are', () => {
    fc.assert(
      fc.property(fc.array(someTerm, { maxLength: 5 }), (terms) => {
        expect(parseQuery(writeQuery(terms))).toEqual({ terms, faults: [] });
      }),
    );
  });

  it('of any text is read, and as the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const { terms } = parseQuery(text);
        expect(parseQuery(writeQuery(terms)).terms).toEqual(terms);
      }),
    );
  });

  it('asks for fields by their names, with blanks around the sign or without, in percent, by one of several values', () => {
    const good = summary('good', { accuracy: 0.995, tags: ['thesis', 'wide'] });
    const bad = summary('bad', { accuracy: 0.9, optimizer: 'sgd' });
    const none = summary('none');
    const found = (text: string): string[] =>
      [good, bad, none].filter(matcher(parseQuery(text).terms, words)).map(({ id }) => id);
    expect(found('accuracy > 0.99')).toEqual(['good']);
    expect(found('test>=99.5%')).toEqual(['good']);
    expect(found('accuracy < 99%')).toEqual(['bad']);
    expect(found('optimizer = SGD,adam accuracy>0')).toEqual(['good', 'bad']);
    expect(found('tag:the')).toEqual(['good']);
    expect(found('tag=the')).toEqual([]);
    // What has nothing of the field has none of the values either.
    expect(found('tag != wide')).toEqual(['bad', 'none']);
    expect(found('-tag = wide optimizer=adam')).toEqual(['none']);
    expect(found('-good')).toEqual(['bad', 'none']);
    expect(found('"a, "')).toEqual(['good', 'bad', 'none']);
    expect(found('created>2026-11-29')).toEqual([]);
    expect(found('created<2026-11-29T18:00')).toEqual(['good', 'bad', 'none']);
    expect(found('')).toEqual(['good', 'bad', 'none']);
  });

  it('asks for the trials of a search, or leaves them out', () => {
    const trial = summary('trial');
    const runs = [
      summary('by-hand'),
      { ...trial, spec: { ...trial.spec, trial: { study: 'study-20261129-170000-0a1b', number: 7 } } },
    ];
    const found = (text: string): string[] => runs.filter(matcher(parseQuery(text).terms, words)).map(({ id }) => id);
    expect(found('study:0a1b')).toEqual(['trial']);
    expect(found('trial=7')).toEqual(['trial']);
    expect(found('trial<7')).toEqual([]);
    expect(found('-study:study')).toEqual(['by-hand']);
  });

  it('says what it cannot understand, and holds to the rest', () => {
    const { terms, faults } = parseQuery('colour=red accuracy>good tag:x epochs> created=yesterday seed<1,2 12:30');
    expect(faults).toEqual([
      { code: 'field-unknown', text: 'colour' },
      { code: 'not-a-number', text: 'good' },
      { code: 'not-a-number', text: 'created=yesterday' },
      { code: 'one-value', text: 'seed' },
    ]);
    expect(terms).toEqual([
      { kind: 'field', field: 'tag', operator: ':', values: ['x'], not: false },
      { kind: 'text', text: '12:30', not: false },
    ]);
    expect(parseQuery('epochs>').faults).toEqual([{ code: 'value-missing', text: 'epochs' }]);
    expect(parseQuery('created=yesterday').faults).toEqual([{ code: 'not-a-moment', text: 'yesterday' }]);
  });
});

describe('the rows of the table', () => {
  it('are all runs once, in order, what has nothing of a field last', () => {
    fc.assert(
      fc.property(
        someSummaries,
        fc.constantFrom(...RUN_FIELDS),
        fc.boolean(),
        (runs, { key, value: of }, descending) => {
          const sorted = inOrder(sortRuns(runs, key), descending);
          expect([...sorted].sort(byId)).toEqual([...runs].sort(byId));
          const values = sorted.map(of).map((one) => (Array.isArray(one) && one.length === 0 ? null : one));
          const firstNull = values.indexOf(null);
          if (firstNull >= 0) expect(values.slice(firstNull).every((one) => one === null)).toBe(true);
          const same = runs.filter((run) => sorted.every((one) => of(one) !== null && of(one) === of(run)));
          expect(sorted.filter((run) => same.includes(run))).toEqual(same);
          const numbers = values.filter((one): one is number => typeof one === 'number');
          expect(numbers).toEqual([...numbers].sort((a, b) => (descending ? b - a : a - b)));
        },
      ),
    );
  });

  it('stand in groups that together are all runs, each with the mean and spread of its own', () => {
    fc.assert(
      fc.property(someSummaries, fc.constantFrom('optimizer', 'tag', 'group', 'accuracy'), (runs, by) => {
        const rows = arrange(runs, { by, closed: new Set() });
        const heads = rows.flatMap((row) => (row.kind === 'group' ? [row] : []));
        expect(heads.flatMap((head) => head.runs).sort(byId)).toEqual([...runs].sort(byId));
        expect(new Set(heads.map((head) => head.value)).size).toBe(heads.length);
        expect(rows).toHaveLength(heads.length + runs.length);
        for (const head of heads) {
          const accuracies = head.runs.flatMap((run) => testOf(run)?.accuracy ?? []);
          expect(spreadsOf(head.runs).test).toEqual(spreadOf(accuracies));
        }
        const closed = new Set(heads.map((head) => head.value));
        expect(arrange(runs, { by, closed })).toHaveLength(heads.length);
      }),
    );
  });

  it('go out as CSV, a line for each run, quotes where there must be some', () => {
    const [head, first, end] = runsCsv([summary('one', { accuracy: 0.5, name: 'A "b", c' })]).split('\r\n');
    expect(head!.split(',').slice(0, 2)).toEqual(['name', 'id']);
    expect(first).toContain('"A ""b"", c",one,running');
    expect(first!.endsWith(',0.49,0.51,10000,mnist')).toBe(true);
    expect(end).toBe('');
  });
});

describe('pages of runs', () => {
  it('put one behind the other are the list, also of runs of one moment', () => {
    fc.assert(
      fc.property(someSummaries, fc.integer({ min: 1, max: 20 }), (runs, limit) => {
        const list = [...runs].sort(newestFirst);
        const all: RunSummary[] = [];
        for (let page = pageOf(list, { limit }); page.length > 0;) {
          all.push(...page);
          page = pageOf(list, { after: page.at(-1)!, limit });
        }
        expect(all).toEqual(list);
      }),
    );
  });

  it('have records in short, which their schema leaves as they are', () => {
    const run = summary('one', { accuracy: 0.5 });
    expect(runSummarySchema.parse(run)).toEqual(run);
    expect(JSON.stringify(run)).not.toContain('layers');
  });
});

const byId = (a: RunSummary, b: RunSummary): number => (a.id < b.id ? -1 : 1);
