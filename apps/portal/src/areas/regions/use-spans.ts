// SPDX-License-Identifier: Apache-2.0
/** What services cost and how long they take, from the least to the most, in words. */
import { usePage } from '../../app/use-page.ts';

export interface Span {
  readonly least: number;
  readonly most: number;
}

export function useSpans() {
  const { t, money } = usePage();
  return {
    daysOf: ({ least, most }: Span): string => {
      if (most === 0) return t('service.at-once');
      return least === most
        ? t('service.working-days', { count: most })
        : t('service.days-range', { from: least, to: most });
    },
    /** Where nothing is said of a fee there is none, or it is computed from the answers. */
    feeOf: (fee: (Span & { readonly currency: string }) | undefined, hasFee: boolean): string => {
      if (!fee) return t(hasFee ? 'service.fee-computed' : 'service.free');
      if (fee.most === 0) return t('service.free');
      return fee.least === fee.most
        ? money(fee.most, fee.currency)
        : t('service.cost-range', { from: money(fee.least, fee.currency), to: money(fee.most, fee.currency) });
    },
  };
}
