import { computed, ref, shallowRef, watch } from 'vue';
import { licenceListSchema, type LicenceEntry } from '../../../shared/contract/schemas/licences.ts';
import { AppError, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';

const GROUPS = ['program', 'native', 'chromium'] as const;

/** Beside the page, wherever that is served from: it lies in the program, so that no network is needed. */
const FOLDER = 'licences';

async function fetched(file: string): Promise<Response> {
  const response = await fetch(`${FOLDER}/${file}`).catch((thrown: unknown) => {
    throw new AppError('disconnected', {}, thrown);
  });
  if (!response.ok) throw new AppError('not-found', { path: `${FOLDER}/${file}` });
  return response;
}

/** What the studio is made of: the list, the search in it, and the text of the one that is chosen. */
export function useLicences() {
  const entries = shallowRef<readonly LicenceEntry[] | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const query = ref('');
  const chosen = shallowRef<LicenceEntry | null>(null);
  const text = shallowRef<string | null>(null);

  async function load(): Promise<void> {
    error.value = null;
    try {
      const list = licenceListSchema.parse(await (await fetched('index.json')).json());
      entries.value = list;
      chosen.value = list[0] ?? null;
    } catch (thrown) {
      error.value = toErrorData(thrown);
    }
  }
  void load();

  /** Those whose name or licence has every word of the search, by group. */
  const groups = computed(() => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = (entries.value ?? []).filter(({ name, licence }) => {
      const told = `${name} ${licence ?? ''}`.toLowerCase();
      return words.every((word) => told.includes(word));
    });
    return GROUPS.map((group) => ({ group, entries: found.filter((entry) => entry.group === group) })).filter(
      (each) => each.entries.length > 0,
    );
  });

  watch(chosen, async (entry) => {
    [text.value, error.value] = [null, null];
    if (entry === null) return;
    try {
      const whole = await (await fetched(entry.text)).text();
      // Another one may have been chosen while this one came.
      if (chosen.value === entry) text.value = whole;
    } catch (thrown) {
      if (chosen.value === entry) error.value = toErrorData(thrown);
    }
  });

  return { entries, error, query, chosen, text, groups, load };
}
