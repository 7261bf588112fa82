import { checkDigitSchema, dateOrderSchema } from '../../../shared/contract/schemas/reading.ts';
import type { CheckDigit, ReadingWish } from '../../../shared/contract/schemas/reading.ts';
import { t } from '../../i18n/index.ts';
import type { Option } from '../../ui/index.ts';

/** Stands for "whichever it is" among the orders of a date. */
export const ANY_ORDER = 'any';
export type OrderChoice = NonNullable<ReadingWish['order']> | typeof ANY_ORDER;

/** The rules for check digits, in words. */
export const checkOptions = (): Option<CheckDigit>[] =>
  checkDigitSchema.options.map((value) => ({ value, label: t(`read.checks.${value}`) }));

/** The orders of day, month and year, in words. */
export const orderOptions = (): Option<OrderChoice>[] =>
  ([ANY_ORDER, ...dateOrderSchema.options] as const).map((value) => ({ value, label: t(`read.orders.${value}`) }));
