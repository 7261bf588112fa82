import type { Component } from 'vue';

/** One of several that a control offers. */
export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  /** A word more, beside or under the label. */
  readonly note?: string | undefined;
  readonly icon?: Component | undefined;
  readonly disabled?: boolean | undefined;
}
