// SPDX-License-Identifier: Apache-2.0
/** A side that is a person hears of what the other did; a company sees it in its list, and by its application. */
import { job, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { Type } from 'typebox';
import type { SideName } from './contract.ts';
import type { AgreementRow } from './queries.ts';
import texts from './texts.json' with { type: 'json' };

type Matter = keyof typeof texts;
type Told = Pick<AgreementRow, 'id' | 'contract' | 'proposerKind' | 'proposerId' | 'otherKind' | 'otherId'>;

export async function tellSide(tx: Tx, matter: Matter, row: Told, side: SideName, version: number): Promise<void> {
  const [kind, id] = side === 'proposer' ? [row.proposerKind, row.proposerId] : [row.otherKind, row.otherId];
  if (kind !== 'person') return;
  const told = { matter, personKey: id, agreementId: row.id, contract: row.contract, version };
  await telling.enqueue(tx, told, { key: `${row.id} ${matter} ${version} ${side}` });
}

const filled = (text: Record<string, string>, contract: string): LocalText =>
  Object.fromEntries(
    Object.entries(text).map(([language, words]) => [language, words.replace('{contract}', contract)]),
  ) as unknown as LocalText;

export const telling = job(
  'agreements.tell-person',
  Type.Object({
    ...{ matter: Type.String(), personKey: Type.String(), agreementId: Type.String(), contract: Type.String() },
    version: Type.Integer(),
  }),
  async (module, { matter, personKey, agreementId, contract, version }) => {
    const { subject, body } = texts[matter as Matter];
    await module.call(notify, {
      key: `agreements:${agreementId}:${matter}:${version}:${personKey}`,
      to: { personKey },
      subject: filled(subject, contract),
      body: filled(body, contract),
      link: `/cabinet/contracts/${agreementId}`,
    });
  },
  { tx: false },
);
