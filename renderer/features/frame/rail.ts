import {
  ChartSpline,
  GraduationCap,
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
  /** What opens it together with Alt, a digit or a letter of the keyboard. */
  readonly key: string;
}

/** The rail from top to bottom; the last entry stands at its foot. */
export const RAIL: readonly RailEntry[] = [
  { name: 'home', label: 'frame.nav.home', icon: House, key: '1' },
  { name: 'train', label: 'frame.nav.train', icon: ChartSpline, key: '2' },
  { name: 'models', label: 'editor.title', icon: Network, key: '3' },
  { name: 'runs', label: 'frame.nav.runs', icon: ListVideo, key: '4' },
  { name: 'studies', label: 'study.title', icon: SlidersHorizontal, key: '5' },
  { name: 'evaluations', label: 'evaluate.title', icon: ScanSearch, key: '6' },
  { name: 'draw', label: 'frame.nav.draw', icon: Pencil, key: '7' },
  { name: 'read', label: 'read.title', icon: ScanText, key: '8' },
  { name: 'hands', label: 'hands.title', icon: Signature, key: '9' },
  { name: 'learn', label: 'learn.title', icon: GraduationCap, key: 'L' },
  { name: 'settings', label: 'frame.nav.settings', icon: Settings, key: '0' },
];
