// SPDX-License-Identifier: Apache-2.0
/** A survey link on paper, for who has no cabinet or stands at the counter: a code to scan, or to type at a kiosk. */
import type { Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import QRCode from 'qrcode';
import { auditCard } from './cards.ts';
import type { givePaper as givePaperOperation } from './contract.ts';
import { reportStep } from './hand-over.ts';
import { isWithin, reachOf } from './reach.ts';
import { linkClosed, lockCard, lockLink, moveCard, moveLink, unknownCard } from './store.ts';
import { answerBy } from './survey.ts';
import { tokenOf } from './tokens.ts';

/** An invitation that did not arrive is delivered by this. Refuses: quality.card-unknown, quality.link-closed. */
export async function givePaper(tx: Tx, id: string): Promise<OutputOf<typeof givePaperOperation>> {
  const card = await lockCard(tx, id);
  if (!isWithin(await reachOf(tx), card)) unknownCard();
  const link = await lockLink(tx, { cardId: id });
  const revived = card.state === 'UNDELIVERABLE' && link?.state === 'REVOKED';
  if (!link || (!revived && !['ISSUED', 'SEEN', 'STARTED'].includes(link.state)) || answerBy(link) <= tx.now)
    return linkClosed();
  await auditCard(tx, 'quality.paper-given', id, 'To hand you the questions on paper');
  if (revived) await moveLink(tx, link, 'ISSUED');
  if (card.state === 'UNDELIVERABLE' || card.state === 'NOTIFY_QUEUED') {
    await moveCard(tx, card, 'NOTIFIED');
    await reportStep(tx, card, 'delivered');
  }
  const token = tokenOf(tx.module, link.id);
  const url = `${tx.module.publicUrl}/survey/${token}`;
  return {
    code: token.match(/.{1,4}/g)?.join(' ') ?? token,
    url,
    picture: await QRCode.toString(url, { type: 'svg', margin: 2 }),
    organisationName: card.directory?.name ?? { en: card.organisationName },
    renderedOn: card.renderedOn,
    answerBy: answerBy(link).toISOString(),
  };
}
