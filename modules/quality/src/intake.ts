// SPDX-License-Identifier: Apache-2.0
/** One idempotent way in for rendered-service cards, whoever brings them. */
import { audit, newId, personKey, refuse, type Tx } from '@stoa/kernel';
import { plainLine } from '@stoa/kernel/text';
import { listCarers } from '@stoa/powers/contract';
import type { CardReason, RenderedServiceCard } from './contract.ts';
import { reportStep } from './hand-over.ts';
import { issueLink } from './invitation.ts';
import { objects } from './own/store.ts';
import { type CardRow, cardOfRecord, invitationsSince, isCard, personOf } from './queries.ts';
import { whoServed } from './matching.ts';
import { readSettings } from './settings.ts';
import { erasePerson, insertCard, insertPerson, moveCard, type NewCard, setAsked, setOrganisation } from './store.ts';
import { contentMac } from './tokens.ts';
import { complaintsOf, isMinor, isTooLate } from './validation.ts';
import { type CardPerson, fullNameOf, unseal } from './vault.ts';

const keyOf = ({ module }: Tx, number: string) =>
  personKey(module, module.country.schemeOf(module.country.personScheme), number);
const outcome = ({ id, state, reasons }: CardRow) => ({ id, state, reasons });

/**
 * The same record with the same content is the card it was; with other content it is a duplicate without effect.
 * @param id of the card; made where it came by no message. Refuses: quality.card-id-taken
 */
export async function submitCard(tx: Tx, senderId: string, content: RenderedServiceCard, id: string = newId()) {
  const newCard = cardFrom(tx, senderId, content, id);
  const reasons = complaintsOf(tx.module.country, content, tx.module.country.calendar.localDate(tx.now));
  const known = await cardOfRecord(tx, senderId, newCard.recordId);
  if (known && same(tx, known, newCard, content) && (known.state !== 'REJECTED' || reasons.length > 0)) {
    await auditReceipt(tx, known, content, reasons);
    return outcome(known);
  }
  if (await isCard(tx, id))
    refuse('conflict', 'quality.card-id-taken', 'Another card has this id. Send each card under an id of its own.');
  const card = await insertCard(tx, newCard, 'RECEIVED');
  // Somebody else brought the same record first: it is known now.
  if (!card) return afterConflict(tx, newCard, content, reasons);
  await auditReceipt(tx, card, content, reasons);
  if (reasons.length > 0) return outcome(await moveCard(tx, card, 'REJECTED', reasons));
  const { familyName, givenName, middleName, birthOn, snils } = content;
  const person = { fullName: fullNameOf(content), familyName, givenName, middleName, birthOn, snils };
  await insertPerson(tx, card.id, keyOf(tx, snils), person as CardPerson);
  return outcome(await matchCard(tx, await moveCard(tx, card, 'VALIDATED'), birthOn));
}

/** Cards taken in before names came as one line bear the digest of what was sent, as it was sent. */
const same = (tx: Tx, known: CardRow, { digest }: NewCard, content: RenderedServiceCard): boolean =>
  known.digest === digest || known.digest === contentMac(tx.module, content);

async function afterConflict(tx: Tx, newCard: NewCard, content: RenderedServiceCard, reasons: readonly CardReason[]) {
  const first = await cardOfRecord(tx, newCard.senderId, newCard.recordId);
  if (first && same(tx, first, newCard, content)) {
    await auditReceipt(tx, first, content, reasons);
    return outcome(first);
  }
  const duplicate = await insertCard(tx, newCard, 'DUPLICATE', ['record-id-reused']);
  if (!duplicate) throw new Error('a duplicate has no rival');
  await auditReceipt(tx, duplicate, content, duplicate.reasons);
  return outcome(duplicate);
}

/**
 * However a card says the same, it is the same: the name in parts or as one line, the level or none. Marks that nobody sees, or that
 * turn words round, are shown to nobody.
 */
function cardFrom(tx: Tx, senderId: string, content: RenderedServiceCard, id: string): NewCard {
  const { snils, ogrn, kpp, organisationType, serviceCode, renderedOn, surveyLevel = 'federal' } = content;
  const recordId =
    content.recordId ?? `~${contentMac(tx.module, { snils, ogrn, kpp, organisationType, serviceCode, renderedOn })}`;
  const { familyName: _family, givenName: _given, middleName: _middle, ...said } = content;
  const digest = contentMac(tx.module, { ...said, fullName: fullNameOf(content), surveyLevel });
  const organisationName = plainLine(content.organisationName);
  const organisationAddress = plainLine(content.organisationAddress);
  return { ...content, organisationName, organisationAddress, id, senderId, recordId, surveyLevel, digest };
}

/** A number with a wrong check digit is nobody's: then there is nobody to tell. */
const auditReceipt = (tx: Tx, card: CardRow, content: RenderedServiceCard, reasons: readonly CardReason[]) =>
  audit(tx, {
    action: 'quality.card-received',
    object: { type: 'card', id: card.id },
    subject: reasons.includes('snils-invalid') ? undefined : keyOf(tx, content.snils),
    purpose: 'To invite you to rate the service you received',
  });

/** Takes a validated card on to its organisation and, unless nobody may be asked, to its survey link. */
export async function matchCard(tx: Tx, card: CardRow, birthOn: string): Promise<CardRow> {
  const match = await whoServed(tx, card);
  if (typeof match === 'string') return moveCard(tx, card, 'QUARANTINED', [match]);
  const known = await setOrganisation(tx, card, match);
  await reportStep(tx, known, 'card');
  const spared = await whyNotAsked(tx, card, birthOn);
  if (spared) return moveCard(tx, known, 'SUPPRESSED', [spared]);
  const matched = await moveCard(tx, known, 'MATCHED');
  await issueLink.enqueue(tx, { cardId: card.id }, { key: card.id });
  return matched;
}

const capDays = 30;

/** A child has nobody to answer for it, who would be asked objects, or was asked often enough. */
async function whyNotAsked(tx: Tx, card: CardRow, birthOn: string): Promise<CardReason | undefined> {
  const served = (await personOf(tx, card.id))?.personKey ?? '';
  let asked = served;
  if (isMinor(birthOn, card.renderedOn)) {
    // Its parent or guardian answers, by mandate.
    const [carer] = (await tx.module.call(listCarers, { personKey: served })).items;
    if (!carer) return 'minor';
    asked = carer.personKey;
    await setAsked(tx, card.id, asked);
  }
  if (await objects(tx, [served, asked])) return 'opted-out';
  const { mostInvitations } = readSettings(tx.module);
  const since = new Date(tx.now.getTime() - capDays * 86_400_000);
  if (mostInvitations && (await invitationsSince(tx, asked, since)) >= mostInvitations) return 'asked-enough';
  return undefined;
}

/** A mandate that came later, or an objection taken back: whoever may be asked now, is, while there is time. */
export async function askAfterAll(tx: Tx, card: CardRow): Promise<void> {
  const sealed = (await personOf(tx, card.id))?.sealed;
  if (!sealed || isTooLate(tx.module.country.calendar, card.renderedOn, tx.now)) return;
  const { birthOn } = unseal(tx.module, card.id, sealed);
  const spared = await whyNotAsked(tx, card, birthOn);
  if (!spared) await matchCard(tx, await moveCard(tx, card, 'VALIDATED'), birthOn);
}

const quarantineDays = 14;

/**
 * Tries a locked, quarantined card against the directory as it is now; gives up after 14 days.
 * @param anyway also where nothing seems to have changed for it
 */
export async function rematchCard(tx: Tx, card: CardRow, anyway = false): Promise<void> {
  if (tx.now.getTime() - card.receivedAt.getTime() > quarantineDays * 86_400_000) {
    await moveCard(tx, card, 'REJECTED', ['directory-too-late']);
    await erasePerson(tx, card.id);
    return;
  }
  const held = await whoServed(tx, card);
  // Nothing has changed for it: it waits on.
  if (!anyway && typeof held === 'string' && card.reasons.includes(held)) return;
  const sealed = (await personOf(tx, card.id))?.sealed;
  if (!sealed) throw new Error(`quarantined card ${card.id} has no person`);
  await matchCard(tx, await moveCard(tx, card, 'VALIDATED'), unseal(tx.module, card.id, sealed).birthOn);
}
