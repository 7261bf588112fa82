import { shallowReactive } from 'vue';

interface Said {
  readonly id: number;
  readonly text: string;
}

const said = shallowReactive<{ polite: Said | null; assertive: Said | null }>({ polite: null, assertive: null });
let lastId = 0;

/** Tells screen readers something that only eyes would notice: an epoch's end, a run that is done. */
function announce(text: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  said[urgency] = { id: ++lastId, text };
}

export const useAnnouncer = () => ({ said, announce });
