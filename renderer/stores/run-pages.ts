import { ref } from 'vue';
import type { Ref } from 'vue';
import type { RunId } from '../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../shared/contract/schemas/run-summary.ts';
import type { Page } from '../../shared/runs/page.ts';

/** As many runs as are read in a few hundredths of a second: the window stays quick while more come. */
const PAGE = 250;

export interface RunPages {
  /** Takes a snapshot. Resolves with the first page, which has the runs that are looked for first; the others come after it. */
  load(): Promise<void>;
  /** To be called when the host tells of a run: what an older page says of it holds no more. */
  told(id: RunId): void;
  readonly complete: Readonly<Ref<boolean>>;
}

/** Fills `byId` with all runs, page by page, and drops those that are gone. */
export function listInPages(
  byId: Map<RunId, RunSummary>,
  fetchPage: (page: Page & { readonly limit: number }) => Promise<readonly RunSummary[]>,
): RunPages {
  const complete = ref(false);
  let attempt = 0;
  let told = new Set<RunId>();

  async function load(): Promise<void> {
    const mine = ++attempt;
    told = new Set();
    const seen = new Set<RunId>();
    const take = (page: readonly RunSummary[]): void => {
      for (const run of page) {
        seen.add(run.id);
        if (!told.has(run.id)) byId.set(run.id, run);
      }
    };
    const first = await fetchPage({ limit: PAGE });
    if (mine !== attempt) return;
    take(first);
    const finish = (): void => {
      for (const id of byId.keys()) if (!seen.has(id) && !told.has(id)) byId.delete(id);
      complete.value = true;
    };
    if (first.length < PAGE) return finish();
    complete.value = false;
    // A lost connection takes a new snapshot anyway.
    void loadRest(first).catch(() => undefined);

    async function loadRest(page: readonly RunSummary[]): Promise<void> {
      const behind = (last: readonly RunSummary[]) => {
        const { id, createdAt } = last.at(-1)!;
        return fetchPage({ after: { id, createdAt }, limit: PAGE });
      };
      for (let next = behind(page); page.length >= PAGE;) {
        page = await next;
        if (mine !== attempt) return;
        // The host makes the next one ready while this one is shown.
        if (page.length >= PAGE) next = behind(page);
        take(page);
      }
      finish();
    }
  }

  return { load, told: (id) => void told.add(id), complete };
}
