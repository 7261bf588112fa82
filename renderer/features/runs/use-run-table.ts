import { computed, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { arrange, type RunOrder, type TableRow } from '../../../shared/runs/table/arrange.ts';
import { findField } from '../../../shared/runs/table/fields.ts';
import { matcher, parseQuery, writeQuery, writeTerm, type Term } from '../../../shared/runs/table/query.ts';
import { without } from '../../../shared/without.ts';
import { useRuns } from '../../stores/runs.ts';
import { useRunWords } from './run-words.ts';

const FIRST_ORDER: RunOrder = { field: 'created', descending: true };

const one = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `accuracy`, or `-accuracy` where it goes down. */
const writeOrder = ({ field, descending }: RunOrder): string => `${descending ? '-' : ''}${field}`;
function readOrder(text: string): RunOrder {
  const descending = text.startsWith('-');
  const field = findField(descending ? text.slice(1) : text)?.key;
  return field === undefined ? FIRST_ORDER : { field, descending };
}

/**
 * What the table shows: the address keeps it, so that it can be gone back to, sent and saved. `q` is the query, `sort` the order, `by` the
 * field that groups are made by, and `group` one group of runs that were started together.
 */
export function useRunTable() {
  const runs = useRuns();
  const route = useRoute();
  const router = useRouter();
  const words = useRunWords();

  const text = ref(one(route.query['q']));
  const order = shallowRef(readOrder(one(route.query['sort'])));
  const by = ref<string | null>(findField(one(route.query['by']))?.key ?? null);
  const closed = shallowRef<ReadonlySet<string>>(new Set());
  const group = computed(() => {
    const id = one(route.query['group']);
    return id === '' ? null : (runs.groups.get(id) ?? null);
  });

  const address = computed(() => ({
    ...(text.value.trim() === '' ? {} : { q: text.value }),
    ...(writeOrder(order.value) === writeOrder(FIRST_ORDER) ? {} : { sort: writeOrder(order.value) }),
    ...(by.value === null ? {} : { by: by.value }),
  }));
  // What is typed does not become steps to go back by.
  watch(address, (now) => {
    void router.replace({ query: { ...without(route.query, 'q', 'sort', 'by'), ...now } });
  });
  // A saved view, a link, or the way back.
  watch(
    () => route.query,
    (query) => {
      if (route.name !== 'runs') return;
      if (one(query['q']) !== (address.value.q ?? '')) text.value = one(query['q']);
      if (one(query['sort']) !== (address.value.sort ?? '')) order.value = readOrder(one(query['sort']));
      const grouped = findField(one(query['by']))?.key ?? null;
      if (grouped !== by.value) by.value = grouped;
    },
  );
  watch(by, () => (closed.value = new Set()));

  const query = computed(() => parseQuery(text.value));
  const listed = computed(() => group.value ?? runs.list);
  const matching = computed(() =>
    query.value.terms.length === 0 ? listed.value : listed.value.filter(matcher(query.value.terms, words)),
  );
  const rows = computed<TableRow[]>(() =>
    arrange(matching.value, { order: order.value, by: by.value, closed: closed.value }),
  );

  function toggleGroup(value: string): void {
    const next = new Set(closed.value);
    if (!next.delete(value)) next.add(value);
    closed.value = next;
  }
  /** The first click on a column puts what is best or newest on top. */
  function orderBy(field: string): void {
    const same = order.value.field === field;
    const numbers = findField(field)?.kind !== 'words';
    order.value = { field, descending: same ? !order.value.descending : numbers };
  }
  /** Adds a condition, or takes it away where it is there already. */
  function toggleTerm(term: Term): void {
    const { terms } = query.value;
    const written = writeTerm(term);
    const others = terms.filter((other) => writeTerm(other) !== written);
    text.value = writeQuery(others.length < terms.length ? others : [...terms, term]);
  }

  return { text, query, order, by, group, listed, matching, rows, address, toggleGroup, orderBy, toggleTerm };
}
