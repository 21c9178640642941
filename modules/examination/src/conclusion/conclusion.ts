// SPDX-License-Identifier: Apache-2.0
/** One conclusion of all examiners, over the register as it is known when it is written; then conditions, appeal and end. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { inLanguage, type InputOf, type LocalText, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { codeText, groupedCode } from '@stoa/kernel/text';
import { listActs } from '@stoa/norms/contract';
import { issuePdf } from '@stoa/signing/contract';
import { rules } from '../checks/rules.ts';
import { gathered, keepRun } from '../checks/running.ts';
import * as contract from '../contract.ts';
import type { State } from '../contract.ts';
import { demandAllowed, held, idOf, move, note as noteOf, stateForbids, today } from '../dossiers/moving.ts';
import { ownDossier } from '../dossiers/sight.ts';
import { type DossierRow, findDossier, inStates } from '../dossiers/store.ts';
import { led, present } from '../review/assigning.ts';
import { assignmentsOf, remarksOf } from '../review/store.ts';
import { terms } from '../states/terms.ts';
import * as store from './store.ts';
import words from './words.json' with { type: 'json' };

type Moved = { id: string; state: State };
const template = readFileSync(new URL('../../typst/conclusion.typ', import.meta.url), 'utf8');

/** Refuses: examination.conflict, examination.state-forbids, examination.remarks-open, examination.no-quorum. */
async function demandReady(tx: Tx, id: string) {
  const dossier = await led(tx, id);
  demandAllowed(dossier, 'consolidate');
  const remarks = await remarksOf(tx, id);
  if (remarks.some(({ state }) => state !== 'accepted'))
    refuse(
      'conflict',
      'examination.remarks-open',
      'A remark is not accepted yet. Send it, or accept its answer first.',
    );
  const examiners = await present(tx, dossier);
  const opinions = examiners.flatMap(({ name, opinion, opinionText }) =>
    opinion ? [{ name, opinion, opinionText }] : [],
  );
  const { quorum } = terms[dossier.kind];
  if (opinions.length < quorum || opinions.length < examiners.length)
    refuse(
      'conflict',
      'examination.no-quorum',
      `A conclusion needs the opinion of every examiner, and of ${quorum} at least. ${opinions.length} of ${examiners.length} are given.`,
    );
  return { dossier, opinions, remarked: remarks.map(({ clause }) => clause) };
}

/** Clauses in the words that were in force that day; one of the rules of examinations is cited by its number alone. */
async function clausesOn(module: ModuleRuntime, day: string, cited: readonly string[]) {
  const whole = new Set(cited.map((clause) => (clause.includes('/') ? clause : `${contract.rulesAct}/${clause}`)));
  const { items } = await module.call(listActs, { on: day });
  return items.flatMap(({ code, title: act, clauses }) =>
    clauses.flatMap(({ number, text }) => (whole.has(`${code}/${number}`) ? [{ code, act, number, text }] : [])),
  );
}

/** Refuses: examination.conditions-missing, examination.clock-behind. */
export async function consolidate(
  module: ModuleRuntime,
  { id, outcome, text, conditions, language }: InputOf<typeof contract.consolidate>,
  principal: Principal,
): Promise<Moved> {
  if ((outcome === 'conditional') !== conditions.length > 0)
    refuse(
      'invalid',
      'examination.conditions-missing',
      'A conditional conclusion names its conditions with their days; another one has none.',
    );
  const { dossier, opinions, remarked } = await module.tx(principal, (tx) => demandReady(tx, id));
  if (dossier.submittedAt && module.clock.now() < dossier.submittedAt)
    refuse(
      'conflict',
      'examination.clock-behind',
      'The clock of the platform is behind the submission. Ask its operator to set it right.',
    );
  const found = await gathered(module, id);
  const say = (key: keyof typeof words) => inLanguage(words[key] as LocalText, language);
  const ran = new Map(rules.map(({ id: check, title, clause }) => [check, [inLanguage(title, language), clause]]));
  const issuedOn = module.country.calendar.localDate(module.clock.now());
  const cited = [...rules.filter(({ kinds }) => kinds.includes(dossier.kind)).map(({ clause }) => clause), ...remarked];
  const clauses = await clausesOn(module, issuedOn, cited);
  const run = await module.tx(principal, (tx) => keepRun(tx, id, found, 'conclusion'));
  const paper = await module.call(issuePdf, {
    reference: contract.referenceOf(id, dossier.round),
    template,
    data: {
      ...{ language, title: say('title'), number: dossier.number, subject: dossier.title, text },
      ...{ issuedOn, clauses, act: contract.rulesAct, norms: `${module.publicUrl}/integrator/norms` },
      outcome: say(outcome),
      facts: [
        [say('kind'), say(dossier.kind)],
        [say('organisation'), dossier.organisationId],
        [say('version'), String(dossier.version)],
        [say('known'), run.at],
        [say('digest'), run.digest],
      ],
      checks: run.results.map(({ check, result }) => [...(ran.get(check) ?? [check, '']), say(result)]),
      opinions: opinions.map((one) => [one.name, say(one.opinion), one.opinionText ?? '']),
      conditions: conditions.map((one) => [one.text, one.dueOn]),
      texts: Object.fromEntries((Object.keys(words) as (keyof typeof words)[]).map((key) => [key, say(key)])),
    },
    reason: `${words.title.en} ${dossier.number}`,
    name: module.country.name.en,
  });
  const pdf = Buffer.from(paper.pdf, 'base64');
  return module.tx(principal, async (tx) => {
    const { dossier: now } = await demandReady(tx, id);
    // An answer or another version meanwhile: what was written is of what is no more.
    if (now.version !== found.version || now.revision !== dossier.revision) stateForbids(now.state);
    const { round } = now;
    const { verificationCode } = paper;
    await store.insertConclusion(
      tx,
      { dossierId: id, round, outcome, text, runId: run.id, sha256: hash('sha256', pdf, 'hex'), verificationCode, pdf },
      conditions,
    );
    return { id, state: await move(tx, now, { act: 'consolidate' }) };
  });
}

async function drop(tx: Tx, id: string): Promise<void> {
  const conclusion = await store.standingConclusion(tx, id);
  if (conclusion) await store.dropConclusion(tx, conclusion.id);
}
/** Refuses: examination.state-forbids, examination.conflict. */
export async function reopenReview(tx: Tx, { id, reason }: InputOf<typeof contract.reopenReview>): Promise<Moved> {
  const dossier = await led(tx, id);
  const state = await move(tx, dossier, { act: 'reopen', text: reason });
  await drop(tx, id);
  return { id, state };
}

/** Refuses: examination.state-forbids, examination.conflict, examination.condition-unknown. */
export async function meetCondition(
  tx: Tx,
  { id, number, note }: InputOf<typeof contract.meetCondition>,
): Promise<Moved> {
  const dossier = await led(tx, id);
  if (!['conditional', 'monitored'].includes(dossier.state)) stateForbids(dossier.state);
  const conclusion = await store.standingConclusion(tx, id);
  if (!conclusion || !(await store.setMet(tx, conclusion.id, number, note)))
    refuse(
      'missing',
      'examination.condition-unknown',
      'There is no such condition that is still open. Load the page again.',
    );
  if (dossier.state === 'conditional')
    return { id, state: await move(tx, dossier, { act: 'monitor', text: `${number}. ${note}` }) };
  await noteOf(tx, dossier, 'condition-met', `${number}. ${note}`);
  return { id, state: dossier.state };
}

/** Refuses: examination.state-forbids, examination.conflict, examination.conditions-open. */
export async function closeDossier(tx: Tx, { id }: { id: string }): Promise<Moved> {
  const dossier = await led(tx, id);
  demandAllowed(dossier, 'close');
  const conclusion = await store.standingConclusion(tx, id);
  const open = conclusion ? (await store.conditionsOf(tx, conclusion.id)).filter(({ metAt }) => !metAt) : [];
  if (open.length > 0)
    refuse('conflict', 'examination.conditions-open', 'A condition is not met yet. Note what met it, then close.');
  return { id, state: await move(tx, dossier, { act: 'close' }) };
}

/** Refuses: examination.state-forbids, examination.appeal-late. */
export async function appealConclusion(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.appealConclusion>,
): Promise<Moved> {
  const dossier = await ownDossier(tx, id);
  demandAllowed(dossier, 'appeal');
  if (dossier.appealUntil && dossier.appealUntil < today(tx))
    refuse(
      'conflict',
      'examination.appeal-late',
      `The time to appeal ended on ${dossier.appealUntil}. Submit a new dossier instead.`,
    );
  return { id, state: await move(tx, dossier, { act: 'appeal', text: reason }) };
}

/** Whoever examined or signed what is appealed against. */
export async function tookPart(tx: Tx, dossier: DossierRow): Promise<string[]> {
  const conclusion = await store.standingConclusion(tx, dossier.id);
  const signed = conclusion ? await store.madeSignatures(tx, conclusion.id) : [];
  return [...(await assignmentsOf(tx, dossier.id)), ...signed].map(({ personId }) => personId);
}
/** Refuses: examination.state-forbids, examination.conflict, examination.took-part. */
export async function decideAppeal(
  tx: Tx,
  { id, grant, reason }: InputOf<typeof contract.decideAppeal>,
): Promise<Moved> {
  const dossier = await led(tx, id);
  demandAllowed(dossier, 'uphold');
  if ((await tookPart(tx, dossier)).includes(idOf(tx)))
    refuse('forbidden', 'examination.took-part', 'You examined or signed it. Another chief decides on the appeal.');
  if (!grant) {
    const to = dossier.outcome ?? 'negative';
    return { id, state: await move(tx, dossier, { act: 'uphold', to, text: reason, more: { appealUntil: null } }) };
  }
  await drop(tx, id);
  const more = { round: dossier.round + 1, outcome: null, decidedAt: null, appealUntil: null, clockUsed: 0 };
  return { id, state: await move(tx, dossier, { act: 'grant', text: reason, more }) };
}

/** Conditional ones are watched from the day after; without conditions a decision is closed when nobody can appeal any more. */
export async function watchDecided(tx: Tx): Promise<void> {
  for (const id of await inStates(tx, ['conditional', 'positive', 'negative'])) {
    const dossier = await held(tx, id);
    if (dossier.state === 'conditional') await move(tx, dossier, { act: 'monitor' });
    else if (!dossier.appealUntil || dossier.appealUntil < today(tx)) await move(tx, dossier, { act: 'close' });
  }
}

/** Refuses: examination.conclusion-unknown. */
export async function verifyConclusion(
  tx: Tx,
  { code }: InputOf<typeof contract.verifyConclusion>,
): Promise<OutputOf<typeof contract.verifyConclusion>> {
  const typed = groupedCode(codeText(code));
  const found = await store.conclusionByCode(tx, typed);
  const dossier = found && (await findDossier(tx, found.dossierId));
  if (!found || !dossier)
    return refuse('missing', 'examination.conclusion-unknown', 'No conclusion was issued under this code.');
  return {
    ...{ code: typed, state: found.droppedAt ? 'revoked' : 'valid', number: dossier.number, title: words.title },
    ...{ outcome: found.outcome, organisationId: dossier.organisationId, digest: found.digest, sha256: found.sha256 },
    signedBy: (await store.madeSignatures(tx, found.id)).map(({ name }) => name),
    issuedAt: (found.signedAt ?? found.madeAt).toISOString(),
    knownAt: found.knownAt.toISOString(),
  };
}
