import type { CellStatus } from '../forms/cell.ts';

/** The words of a batch's table, as it is opened in a spreadsheet. */
export interface TableWords {
  readonly values: string;
  readonly details: string;
  readonly file: string;
  readonly page: string;
  readonly field: string;
  readonly value: string;
  readonly status: string;
  readonly confidence: string;
  readonly read: string;
  readonly form: string;
  readonly statuses: Readonly<Record<CellStatus, string>>;
}

const en: TableWords = {
  values: 'Values',
  details: 'Details',
  file: 'File',
  page: 'Page',
  field: 'Field',
  value: 'Value',
  status: 'Status',
  confidence: 'Confidence',
  read: 'Read as',
  form: 'Form found',
  statuses: {
    sure: 'sure',
    reviewed: 'reviewed',
    open: 'open',
    empty: 'empty',
    unreadable: 'unreadable',
    failed: 'page not read',
  },
};

const zh: TableWords = {
  values: '数值',
  details: '明细',
  file: '文件',
  page: '页',
  field: '字段',
  value: '值',
  status: '状态',
  confidence: '置信度',
  read: '识别为',
  form: '表单匹配度',
  statuses: {
    sure: '确定',
    reviewed: '已复核',
    open: '待复核',
    empty: '空白',
    unreadable: '无法辨认',
    failed: '页面未读取',
  },
};

export const tableWords = (language: string): TableWords => (language.startsWith('zh') ? zh : en);
