// SPDX-License-Identifier: Apache-2.0
import type { PersonView } from '@stoa/accounts/contract';
import type { SummaryRow } from '../../design/components/SummaryList/SummaryList.vue';

/** What officials see of a person, as rows. */
export const personRows = (
  t: (key: string) => string,
  dateTime: (at: string) => string,
  one: PersonView,
): SummaryRow[] =>
  [
    ['name', one.name],
    ['login', one.login],
    ['email', one.email],
    ['proofing', String(one.proofing)],
    ['passport', one.passport && `${one.passport.issuer} ${one.passport.number}`],
    ['birth', one.passport?.birthOn],
    ['signed-in', one.signedInAt && dateTime(one.signedInAt)],
    ['closed', one.closed ? t('accounts-office.closed-yes') : undefined],
  ].flatMap(([name, value]) => (value ? [{ label: t(`accounts-office.person-${name}`), value }] : []));
