// SPDX-License-Identifier: Apache-2.0
/** What the holder of a survey link may do. The link is consumed and the answer handed over in one transaction. */
import { randomBytes, randomUUID } from 'node:crypto';
import { audit, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { getTemplateVersion, type TemplateVersion } from '@stoa/surveys/contract';
import type { SurveyPage, saveAnswers as saveOperation, submitAnswers as submitOperation } from './contract.ts';
import { dropDraft, findDraft, keepDraft } from './drafts/store.ts';
import { handOverResponse, reportStep } from './hand-over.ts';
import { type CardRow, cardById, type LinkRow, linkByToken, personOf } from './queries.ts';
import { lockCard, lockLink, moveCard, moveLink } from './store.ts';
import { submissionMac, tokenMac } from './tokens.ts';

/** Whoever began before the link expired may finish within this time. */
export const sessionMs = 60 * 60_000;

const unknownLink = (): never =>
  refuse('missing', 'quality.link-unknown', 'This link is not valid. Open it from the message in your cabinet.');

/** Until when an answer is accepted. */
export const answerBy = (link: LinkRow): Date =>
  link.sessionAt ? new Date(Math.max(link.expiresAt.getTime(), link.sessionAt.getTime() + sessionMs)) : link.expiresAt;

/** Whether a bound link is in other hands than those of the person who was asked. */
async function isForAnother(tx: Tx, { bound, cardId }: LinkRow): Promise<boolean> {
  if (!bound) return false;
  const asked = await personOf(tx, cardId);
  return tx.principal.kind !== 'person' || tx.principal.personKey !== (asked?.askedKey ?? asked?.personKey);
}

async function pageState(tx: Tx, link: LinkRow): Promise<SurveyPage['state']> {
  const closed = { CONSUMED: 'used', REVOKED: 'revoked', LOCKED: 'locked', EXPIRED: 'expired' } as const;
  if (await isForAnother(tx, link)) return 'bound';
  if (link.state in closed) return closed[link.state as keyof typeof closed];
  return answerBy(link) <= tx.now ? 'expired' : 'ready';
}

async function pageOf(tx: Tx, link: LinkRow): Promise<SurveyPage> {
  const state = await pageState(tx, link);
  const started = link.sessionAt !== null;
  if (state === 'used') {
    const { answeredAt, receiptNo } = link;
    return {
      ...{ state, started },
      ...(answeredAt && { answeredAt: answeredAt.toISOString() }),
      ...(receiptNo && { receiptNo }),
    };
  }
  if (state !== 'ready') return { state, started };
  const card = await cardById(tx, link.cardId);
  if (!card) throw new Error(`link ${link.id} has no card`);
  const { organisationAddress, inn, ogrn, kpp, serviceCode, renderedOn } = card;
  const name = card.directory?.name ?? { en: card.organisationName };
  return {
    state,
    started,
    answerBy: answerBy(link).toISOString(),
    cardId: card.id,
    organisation: { name, ...(organisationAddress && { address: organisationAddress }), inn, ogrn, kpp },
    ...(serviceCode && { serviceCode }),
    renderedOn,
    questionnaire: await questionnaireOf(tx, link),
    ...(link.mode === 'blind' && { blind: true }),
    ...(await draftPart(tx, link.id)),
  };
}

async function draftPart(tx: Tx, linkId: string) {
  const draft = await findDraft(tx, linkId);
  return draft && { draft };
}

const questionnaireOf = (tx: Tx, link: LinkRow): Promise<TemplateVersion> =>
  tx.module.call(getTemplateVersion, { id: link.templateVersionId });

export const openSurvey = async (tx: Tx, token: string): Promise<SurveyPage> =>
  pageOf(tx, (await linkByToken(tx, tokenMac(tx.module, token))) ?? unknownLink());

/** The card is locked before the link, as everywhere, so that two ways never wait for each other. */
export async function lockByToken(tx: Tx, token: string): Promise<{ card: CardRow; link: LinkRow }> {
  const mac = tokenMac(tx.module, token);
  const found = (await linkByToken(tx, mac)) ?? unknownLink();
  const card = await lockCard(tx, found.cardId);
  const link = (await lockLink(tx, { tokenMac: mac })) ?? unknownLink();
  return { card, link };
}

/** Marks the card as opened the first time; answers it as it is then. */
export async function markOpened(tx: Tx, card: CardRow): Promise<CardRow> {
  if (card.state !== 'NOTIFIED' && card.state !== 'NOTIFY_QUEUED') return card;
  await reportStep(tx, card, 'opened');
  return moveCard(tx, card, 'OPENED');
}

export const auditLink = (tx: Tx, action: string, link: LinkRow) =>
  audit(tx, { action, object: { type: 'survey-link', id: link.id } });

export async function seeSurvey(tx: Tx, token: string): Promise<{ seen: boolean }> {
  const { card, link } = await lockByToken(tx, token);
  const seen = (await pageState(tx, link)) === 'ready';
  if (seen && link.state === 'ISSUED') {
    await moveLink(tx, link, 'SEEN');
    await markOpened(tx, card);
  }
  await auditLink(tx, 'quality.survey-seen', link);
  return { seen };
}

export async function startSurvey(tx: Tx, token: string): Promise<SurveyPage> {
  const { card, link } = await lockByToken(tx, token);
  await refuseUnlessReady(tx, link);
  await markOpened(tx, card);
  // A link that has expired is kept open by the session that began before, not by another.
  const sessionAt = tx.now < link.expiresAt ? tx.now : link.sessionAt;
  const begun = await moveLink(tx, link, 'STARTED', { sessionAt });
  await auditLink(tx, 'quality.survey-started', link);
  return pageOf(tx, begun);
}

/** Keeps what is filled in; what was not asked is left out. */
export async function saveAnswers(tx: Tx, { token, answers, comment }: InputOf<typeof saveOperation>) {
  const { link } = await lockByToken(tx, token);
  await refuseUnlessReady(tx, link);
  refuseIfBlind(link);
  const asked = (await questionnaireOf(tx, link)).questions.map(({ code }) => code);
  const kept = Object.fromEntries(Object.entries(answers).filter(([code]) => asked.includes(code)));
  await keepDraft(tx, link.id, { answers: kept, ...(comment && { comment }) });
  await auditLink(tx, 'quality.answers-saved', link);
  return { savedAt: tx.now.toISOString() };
}

export async function refuseUnlessReady(tx: Tx, link: LinkRow): Promise<void> {
  const on = tx.module.country.calendar.localDate(link.answeredAt ?? tx.now);
  const receipt = link.receiptNo ? ` (receipt ${link.receiptNo})` : '';
  const used = `This survey was answered on ${on}${receipt}. It can be answered only once.`;
  const until = link.expiresAt.toISOString();
  const why = {
    bound: ['forbidden', 'quality.link-bound', 'Sign in as the person whom this survey was sent to.'],
    used: ['conflict', 'quality.already-answered', used],
    expired: ['gone', 'quality.link-expired', `This survey could be answered until ${until}.`],
    revoked: ['gone', 'quality.link-revoked', 'This survey was withdrawn. There is nothing left to do.'],
    locked: ['conflict', 'quality.link-locked', 'This survey is locked for the moment. Please try again later.'],
  } as const;
  const state = await pageState(tx, link);
  if (state === 'ready') return;
  const [kind, code, detail] = why[state];
  refuse(kind, code, detail);
}

/** What would lie here beside the card is what must lie nowhere. */
function refuseIfBlind({ mode }: LinkRow): void {
  if (mode === 'blind')
    refuse('conflict', 'quality.answer-blind', 'This survey is blind: take a ballot, and answer with that.');
}

function refuseUnlessComplete(questionnaire: TemplateVersion, submission: InputOf<typeof submitOperation>): void {
  const codesOf = (kind: 'scale' | 'text') =>
    questionnaire.questions.filter((question) => question.kind === kind).map((question) => question.code);
  const scale = codesOf('scale');
  const given = (code: string) => Object.hasOwn(submission.answers, code);
  const errors = [
    ...scale.filter((code) => !given(code)).map((code) => ({ code, message: 'is missing' })),
    ...Object.keys(submission.answers)
      .filter((code) => !scale.includes(code))
      .map((code) => ({ code, message: 'is not asked' })),
  ].map(({ code, message }) => ({ pointer: `/answers/${code}`, code: 'quality.answers-incomplete', message }));
  if (submission.comment && codesOf('text').length === 0)
    errors.push({ pointer: '/comment', code: 'quality.answers-incomplete', message: 'is not asked' });
  if (errors.length > 0)
    refuse('invalid', 'quality.answers-incomplete', 'Choose an answer to each question of the survey.', { errors });
}

/** The first submission wins; the same one again gets the same receipt, another one is told the date of the first. */
export async function submitAnswers(tx: Tx, submission: InputOf<typeof submitOperation>) {
  const { card, link } = await lockByToken(tx, submission.token);
  const { answers, comment } = submission;
  const mac = submissionMac(tx.module, link.id, { answers, ...(comment && { comment }) });
  const again = link.state === 'CONSUMED' && link.submissionMac === mac;
  if (!again) await refuseUnlessReady(tx, link);
  refuseIfBlind(link);
  await auditLink(tx, 'quality.survey-answered', link);
  if (again && link.receiptNo && link.answeredAt)
    return { receiptNo: link.receiptNo, answeredAt: link.answeredAt.toISOString() };
  refuseUnlessComplete(await questionnaireOf(tx, link), submission);
  return consume(tx, card, link, { mac, answers, comment });
}

async function consume(
  tx: Tx,
  card: CardRow,
  link: LinkRow,
  given: { mac: string; answers: Record<string, number>; comment: string | undefined },
) {
  const { organisationId, regionCode } = card;
  if (!organisationId || !regionCode) throw new Error(`card ${card.id} has a link but no organisation`);
  // Random, not by time: nothing in a response tells when within the day it came.
  const responseId = randomUUID();
  const receiptNo = `Q-${randomBytes(5).toString('hex').toUpperCase()}`;
  const started = link.state === 'STARTED' ? link : await moveLink(tx, link, 'STARTED', { sessionAt: tx.now });
  await moveLink(tx, started, 'CONSUMED', { answeredAt: tx.now, responseId, receiptNo, submissionMac: given.mac });
  await dropDraft(tx, link.id);
  await moveCard(tx, await markOpened(tx, card), 'ANSWERED');
  await reportStep(tx, card, 'answered');
  await handOverResponse.enqueue(tx, {
    id: responseId,
    templateVersionId: link.templateVersionId,
    organisationId,
    regionCode,
    sector: card.organisationType,
    day: tx.module.country.calendar.localDate(tx.now),
    answers: given.answers,
    card: { id: card.id, organisationName: card.organisationName, inn: card.inn, ogrn: card.ogrn, kpp: card.kpp },
    ...(card.serviceCode && { serviceCode: card.serviceCode }),
    ...(given.comment && { comment: given.comment }),
  });
  return { receiptNo, answeredAt: tx.now.toISOString() };
}
