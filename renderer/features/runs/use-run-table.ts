import { computed, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { arrange, inOrder, sortRuns, type RunOrder, type TableRow } from '../../../shared/runs/table/arrange.ts';
import { findField } from '../../../shared/runs/table/fields.ts';
import { matcher, parseQuery, writeQuery, writeTerm, type Term } from '../../../shared/runs/table/query.ts';
import { without } from '../../../shared/without.ts';
import { useRuns } from '../../stores/runs.ts';
import { useAfterPicture } from '../../ui/index.ts';
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
  /** What the address said last: what is otherwise there now came from elsewhere. */
  let told = address.value;
  // What is typed does not become steps to go back by. The history is another process's, and slower than the table.
  const tell = useAfterPicture(() => {
    told = address.value;
    void router.replace({ query: { ...without(route.query, 'q', 'sort', 'by'), ...told } });
  });
  watch(address, tell);
  // A saved view, a link, or the way back.
  watch(
    () => route.query,
    (query) => {
      if (route.name !== 'runs') return;
      const [q, sort, grouped] = [one(query['q']), one(query['sort']), findField(one(query['by']))?.key ?? null];
      if (q !== (told.q ?? '')) text.value = q;
      if (sort !== (told.sort ?? '')) order.value = readOrder(sort);
      if (grouped !== (told.by ?? null)) by.value = grouped;
      told = address.value;
    },
  );
  watch(by, () => (closed.value = new Set()));

  const query = computed(() => parseQuery(text.value));
  const listed = computed(() => group.value ?? runs.list);
  // All are sorted once; what is typed then, or the other direction, only picks from them.
  const field = computed(() => order.value.field);
  const sorted = computed(() => sortRuns(listed.value, field.value));
  const ordered = computed(() => inOrder(sorted.value, order.value.descending));
  /** In the order of the table. */
  const matching = computed(() =>
    query.value.terms.length === 0 ? ordered.value : ordered.value.filter(matcher(query.value.terms, words)),
  );
  const rows = computed<TableRow[]>(() => arrange(matching.value, { by: by.value, closed: closed.value }));

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
