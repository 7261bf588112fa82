import {
  ChartSpline,
  House,
  ListVideo,
  Network,
  Pencil,
  ScanSearch,
  ScanText,
  Settings,
  Signature,
  SlidersHorizontal,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { MessageKey } from '../../i18n/index.ts';

export interface RailEntry {
  /** The route's name. */
  readonly name: string;
  readonly label: MessageKey;
  readonly icon: Component;
}

/** The digit that opens an entry together with Alt: the tenth has 0. */
export const railKey = (index: number): string => String((index + 1) % 10);

/** The rail from top to bottom; the last entry stands at its foot. */
export const RAIL: readonly RailEntry[] = [
  { name: 'home', label: 'frame.nav.home', icon: House },
  { name: 'train', label: 'frame.nav.train', icon: ChartSpline },
  { name: 'models', label: 'editor.title', icon: Network },
  { name: 'runs', label: 'frame.nav.runs', icon: ListVideo },
  { name: 'studies', label: 'study.title', icon: SlidersHorizontal },
  { name: 'evaluations', label: 'evaluate.title', icon: ScanSearch },
  { name: 'draw', label: 'frame.nav.draw', icon: Pencil },
  { name: 'read', label: 'read.title', icon: ScanText },
  { name: 'hands', label: 'hands.title', icon: Signature },
  { name: 'settings', label: 'frame.nav.settings', icon: Settings },
];
