import type { Component } from 'vue';

export interface MenuItem {
  readonly label: string;
  readonly icon?: Component | undefined;
  readonly kbd?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly select: () => void;
}

export type MenuEntry = MenuItem | 'separator';
