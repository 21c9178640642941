// SPDX-License-Identifier: Apache-2.0
/** Blind surveys: from the link to the ballot, and what nobody can join afterwards. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { getRatings } from '@stoa/analytics/contract';
import { snils } from '@stoa/country-xm';
import { assignTemplate, castBallot, findReceipt, pickTemplate, tallyBallots } from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { tokenOf } from '../src/tokens.ts';
import { fullMarks, qualityBench } from './fixture.ts';

const b = await qualityBench({ STOA_BLIND_BATCH: '3' });
const analyst = b.person({ duties: ['quality.analyst'] });
const { templateCode } = await b.call(pickTemplate, { organisationType: 'labour', level: 'country' });
const assign = (mode: 'linked' | 'blind') =>
  b.call(assignTemplate, { organisationType: 'labour', templateCode, mode }, analyst);
await assign('blind');
let serial = 155_400_000;
const somebody = () => ({ snils: snils((serial += 1)) });
const seedOf = () => randomBytes(16).toString('base64url');
const take = (token: string, seed: string) => b.call(contract.takeBallot, { token, seed });
async function answer(overall = 5) {
  const { id, token } = await b.invite(somebody());
  const seed = seedOf();
  const ballot = await take(token, seed);
  const { receipt } = await b.call(castBallot, { ...ballot, seed, answers: { ...fullMarks, overall } });
  return { id, token, seed, receipt };
}
const ratings = () => b.call(getRatings, {}, { kind: 'service', id: 'quality' });

test('a link of a blind survey is used up for a ballot; the answers count for region and country, of no organisation', async () => {
  const all = [await answer(5), await answer(4), await answer(3)];
  await b.tick({ days: 1, seconds: 1 });
  await b.tick();
  const { country, regions } = await ratings();
  const region = regions.find(({ code }) => code === 'XM-01');
  for (const one of [country, region]) expect(one).toMatchObject({ state: 'shown', score: { answers: 3, mean: 4 } });
  const office = region?.organisations.find(({ code }) => code === 'XM-01-LABOUR');
  expect(office).toMatchObject({ state: 'none', funnel: { cards: 3, opened: 3 } });
  for (const { id, token, receipt } of all) {
    expect(await b.stateOf(id)).toMatchObject({ state: 'FOLDED' });
    expect(await b.call(contract.openSurvey, { token })).toEqual({
      ...{ state: 'used', started: true, answeredAt: expect.any(String) },
    });
    expect(await b.call(findReceipt, { receipt })).toMatchObject({ state: 'counted', serviceCode: 'work-permit' });
    const withdraw = b.call(contract.withdrawCard, { id, reason: 'sent by mistake' }, analyst);
    await expect(withdraw).rejects.toMatchObject({ code: 'quality.answer-severed' });
  }
  const { items } = await b.call(tallyBallots, {}, analyst);
  expect(items).toMatchObject([{ issued: 3, cast: 3, counted: 3 }]);
});

test('the page of a blind link says so, and takes neither answers nor drafts beside the link', async () => {
  const { token } = await b.invite(somebody());
  expect(await b.call(contract.openSurvey, { token })).toMatchObject({ state: 'ready', blind: true });
  for (const send of [contract.submitAnswers, contract.saveAnswers])
    await expect(b.call(send, { token, answers: fullMarks })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'quality.answer-blind',
    });
  expect((await b.call(contract.openSurvey, { token })).state).toBe('ready');
});

test('the same request again gets the same ballot, another is told that the link is used', async () => {
  const { token } = await b.invite(somebody());
  const seed = seedOf();
  const before = (await b.call(tallyBallots, {}, analyst)).items[0]?.issued ?? 0;
  const ballots = await Promise.all([1, 2, 3, 4].map(() => take(token, seed)));
  expect(new Set(ballots.map(({ seal }) => seal)).size).toBe(1);
  expect((await b.call(tallyBallots, {}, analyst)).items[0]?.issued).toBe(before + 1);
  await expect(take(token, seedOf())).rejects.toMatchObject({ kind: 'conflict', code: 'quality.already-answered' });
});

test('of two tabs the first gets the ballot', async () => {
  const { token } = await b.invite(somebody());
  const told = await Promise.allSettled([take(token, seedOf()), take(token, seedOf())]);
  expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('links that cannot be answered give no ballot, nor does one of a survey that is not blind', async () => {
  const expired = await b.invite(somebody());
  const held = await b.invite(somebody());
  const revoked = await b.invite(somebody());
  await b.call(contract.holdLink, { id: held.id, held: true, reason: 'seen on a forum' }, analyst);
  await b.call(contract.withdrawCard, { id: revoked.id, reason: 'sent by mistake' }, analyst);
  await assign('linked');
  const linked = await b.invite(somebody());
  await assign('blind');
  const refused = (token: string) => take(token, seedOf()).catch((error: { code: string }) => error.code);
  expect(await refused(held.token)).toBe('quality.link-locked');
  expect(await refused(revoked.token)).toBe('quality.link-revoked');
  expect(await refused(linked.token)).toBe('quality.answer-joined');
  expect(await refused('AAAAAAAAAAAAAAAAAAAAAA')).toBe('quality.link-unknown');
  expect((await b.call(contract.openSurvey, { token: linked.token })).state).toBe('ready');
  await b.tick({ days: 31 });
  expect(await refused(expired.token)).toBe('quality.link-expired');
});

test('who has both databases and all keys joins no answer to a person', async () => {
  const { id, token, seed, receipt } = await answer(1);
  const [link] = await b.sql<{ id: string; submission_mac: string; response_id: null; receipt_no: null }>(
    'select id, submission_mac, response_id, receipt_no from quality.survey_link where card_id = $1',
    [id],
  );
  expect(link).toMatchObject({ response_id: null, receipt_no: null });
  expect(await b.sql('select 1 from surveys.response_card where card_id = $1', [id])).toEqual([]);
  const dump = await b.dump();
  for (const secret of [seed, receipt]) expect(dump).not.toContain(secret);
  // What could be made again from the link and the keys leads to no mark of the box or of a receipt.
  const marks = await b.sql<{ mark: Buffer; mac: Buffer }>(
    'select mark, answers_mac as mac from surveys.ballot_receipt',
  );
  const known = [link?.id ?? '', link?.submission_mac ?? '', tokenOf(b.module, link?.id ?? ''), id, token];
  const keys = ['survey-token', 'survey-token-index', 'survey-ballots', 'card-digest'];
  for (const text of known)
    for (const guess of [
      createHash('sha256').update(text).digest(),
      createHash('sha256').update(`stoa receipt mark ${text}`).digest(),
      ...keys.map((key) => createHmac('sha256', b.module.keys.secret(key)).update(text).digest()),
    ])
      expect(marks.some(({ mark, mac }) => guess.equals(mark) || guess.equals(mac))).toBe(false);
});

test('an answer that was interrupted after the ballot was taken is sent again and counts once', async () => {
  const { token } = await b.invite(somebody());
  const seed = seedOf();
  await take(token, seed);
  // The browser comes back with what it had.
  const ballot = await take(token, seed);
  const cast = () => b.call(castBallot, { ...ballot, seed, answers: fullMarks });
  expect(await cast()).toEqual(await cast());
});
