// SPDX-License-Identifier: Apache-2.0
/**
 * Blind answers (decision 43). Who used up a link holds a ballot: a seal over the cell and a seed that only the holder keeps.
 * The box has neither time nor order; a cell is counted once enough answers wait in it, mixed. What shows that a ballot was
 * cast stands apart from what was answered, and both are one-way in the seed.
 */
import { createHash, createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { canonicalJson, ConfigError, emit, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { identifierText } from '@stoa/kernel/text';
import type * as contract from '../contract.ts';
import { responseRecorded } from '../contract.ts';
import { refuseUnlessFitting } from '../responses.ts';
import { insertResponse } from '../store.ts';
import { getTemplateVersion } from '../templates.ts';
import * as store from './store.ts';

/** STOA_BLIND_BATCH: fewest blind answers of a cell that are counted together; 10 when missing. */
export function fewestTogether({ config }: { config: Pick<ModuleRuntime['config'], 'env'> }): number {
  const value = config.env.STOA_BLIND_BATCH || '10';
  if (!/^([2-9]|[1-9]\d{1,3})$/.test(value))
    throw new ConfigError(`STOA_BLIND_BATCH must be a whole number from 2 to 9999, not "${value}"`);
  return Number(value);
}

type Unsealed = Omit<contract.Ballot, 'seal'>;

function sealOf({ keys }: ModuleRuntime, seed: string, ballot: Unsealed): Buffer {
  const { templateVersionId, regionCode, sector, serviceCode } = ballot;
  const said = { templateVersionId, regionCode, sector, ...(serviceCode && { serviceCode }), seed };
  return createHmac('sha256', keys.secretKey('survey-ballots')).update(canonicalJson(said)).digest();
}

/** Shown to the holder; says nothing of the seed it was made from. */
const receiptOf = (seed: string): string =>
  createHash('sha256').update(`stoa receipt ${seed}`).digest('hex').slice(0, 24).toUpperCase();
const markOf = (receipt: string): Buffer => createHash('sha256').update(`stoa receipt mark ${receipt}`).digest();
/** Knows the same answers again; without the seed it says nothing of them. */
const answersMac = (seed: string, answers: object): Buffer =>
  createHmac('sha256', `stoa ballot ${seed}`).update(canonicalJson(answers)).digest();

export async function issueBallot(
  tx: Tx,
  { seed, again, ...ballot }: InputOf<typeof contract.issueBallot>,
): Promise<contract.Ballot> {
  if (!again) await store.countIssued(tx, ballot);
  return { ...ballot, seal: sealOf(tx.module, seed, ballot).toString('base64url') };
}

/** Refuses: surveys.ballot-unknown, surveys.ballot-cast, surveys.version-unknown, surveys.answers-incomplete. */
export async function castBallot(
  tx: Tx,
  { seal, seed, answers, ...ballot }: InputOf<typeof contract.castBallot>,
): Promise<{ receipt: string }> {
  if (!timingSafeEqual(sealOf(tx.module, seed, ballot), Buffer.from(seal, 'base64url')))
    refuse('missing', 'surveys.ballot-unknown', 'This ballot was not made here. Open the survey from its link.');
  refuseUnlessFitting(await getTemplateVersion(tx, ballot.templateVersionId), answers);
  const receipt = receiptOf(seed);
  const mac = answersMac(seed, answers);
  await store.lockCell(tx, ballot);
  if (await store.insertReceipt(tx, markOf(receipt), mac, ballot)) await intoTheBox(tx, ballot, answers);
  else if (!(await store.answersOfReceipt(tx, markOf(receipt)))?.equals(mac))
    refuse('conflict', 'surveys.ballot-cast', 'This ballot was cast with other answers. They stand.');
  return { receipt };
}

const shuffled = <T>(all: readonly T[]): T[] => {
  const out = [...all];
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [out[at], out[other]] = [out[other] as T, out[at] as T];
  }
  return out;
};

/** Written anew with each that comes: neither place nor transaction of a row tells which one came last. */
const rewritten = 50;

async function intoTheBox(tx: Tx, ballot: Unsealed, answers: contract.ScaleAnswers): Promise<void> {
  const others = await store.takeAnswers(tx, ballot, rewritten);
  await store.putAnswers(tx, ballot, shuffled([...others, answers]));
}

/** Every cell in which enough answers wait; the others wait on. */
export async function countBallots(module: ModuleRuntime): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  const fewest = fewestTogether(module);
  for (const cell of await module.tx(self, (tx) => store.fullCells(tx, fewest)))
    await module.tx(self, (tx) => countCell(tx, cell, fewest));
}

async function countCell(tx: Tx, cell: Unsealed, fewest: number): Promise<void> {
  await store.lockCell(tx, cell);
  const waiting = await store.takeAnswers(tx, cell, null);
  if (waiting.length < fewest) return store.putAnswers(tx, cell, shuffled(waiting));
  // All of them on the first of the month: nothing finer is known of any.
  const day = `${tx.module.country.calendar.localDate(tx.now).slice(0, 7)}-01`;
  for (const answers of shuffled(waiting)) {
    const response = { id: randomUUID(), ...cell, day, answers };
    await insertResponse(tx, response, 'blind', undefined);
    await emit(tx, responseRecorded, response);
  }
  await store.countReceipts(tx, cell, day);
}

/** What was typed may have blanks and small letters. */
export async function findReceipt(tx: Tx, typed: string): Promise<OutputOf<typeof contract.findReceipt>> {
  const receipt = identifierText(typed).replaceAll(/[\s-]/g, '').toUpperCase();
  const found = await store.receiptByMark(tx, markOf(receipt));
  if (!found) return { state: 'unknown' };
  const { month, serviceCode, ...cell } = found;
  return {
    ...{ state: month ? ('counted' as const) : ('waiting' as const), ...cell },
    ...(serviceCode && { serviceCode }),
    ...(month && { month }),
  };
}

export const tallyBallots = async (tx: Tx): Promise<OutputOf<typeof contract.tallyBallots>> => ({
  items: (await store.tally(tx)).map(({ serviceCode, ...row }) => ({ ...row, ...(serviceCode && { serviceCode }) })),
});
