// SPDX-License-Identifier: Apache-2.0
/** What runs out, as its holder reads it. */
import { type ModuleRuntime, type Page, pageOfRows, readCursor, type Tx, writeCursor } from '@stoa/kernel';
import { inLanguage, type InputOf, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import type * as contract from '../contract.ts';
import type { Holding, Within } from '../contract.ts';
import { newestPackage, sideOf, today } from '../shared.ts';
import * as store from './store.ts';
import words from './words.json' with { type: 'json' };

const dayMs = 86_400_000;
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

export async function shown(tx: Tx, row: store.HoldingRow): Promise<Holding> {
  const daysLeft = daysBetween(today(tx), row.validUntil);
  const pkg = await newestPackage(tx.module, row.serviceId).catch(() => undefined);
  return {
    ...{ id: row.id, caseId: row.caseId, caseNumber: row.caseNumber, serviceId: row.serviceId, title: row.title },
    ...{ about: row.about, issuedAt: row.issuedAt.toISOString(), validUntil: row.validUntil, daysLeft },
    state: row.revokedAt ? 'revoked' : daysLeft < 0 ? 'ended' : 'valid',
    renewable: row.revokedAt === null && pkg?.facts.renews?.outputs.includes(row.code) === true,
    ...(row.renewedBy ? { renewedBy: row.renewedBy } : {}),
  };
}

function askedOf(tx: Tx, input: Pick<InputOf<typeof contract.listExpiring>, 'within' | 'serviceId' | 'caseId'>) {
  const { id, reads } = sideOf(tx.principal);
  const { within = 'all', serviceId, caseId } = input;
  return { holderId: id, services: reads, within, today: today(tx), serviceId, caseId } satisfies store.Asked;
}

/** This month and the eleven after it. */
export function monthsFrom(day: string): string[] {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return Array.from({ length: 12 }, (_, ahead) =>
    new Date(Date.UTC(year, month - 1 + ahead, 1)).toISOString().slice(0, 7),
  );
}

export async function listExpiring(
  tx: Tx,
  input: InputOf<typeof contract.listExpiring>,
): Promise<OutputOf<typeof contract.listExpiring>> {
  const asked = askedOf(tx, input);
  const after = readCursor(input.cursor, 'date', 'uuid');
  const page: Page<Holding> = await pageOfRows(
    input,
    (count) => store.listHoldings(tx, asked, after, count),
    (row) => shown(tx, row),
    ({ validUntil, id }) => writeCursor(validUntil, id),
  );
  const counts = await store.monthsOf(tx, asked);
  const { person } = sideOf(tx.principal);
  return {
    ...page,
    services: await store.servicesOf(tx, asked),
    months: monthsFrom(asked.today).map((month) => ({ month, count: counts.get(month) ?? 0 })),
    reminders: !(await store.isQuiet(tx, person.personKey ?? '', asked.holderId)),
  };
}

export async function setReminders(tx: Tx, { on }: InputOf<typeof contract.setReminders>): Promise<{ on: boolean }> {
  const { person, id } = sideOf(tx.principal);
  if (person.personKey) await store.setQuiet(tx, person.personKey, id, !on);
  return { on };
}

/** Lines of a file at most. */
const mostLines = 5000;
const states = { valid: words.valid, ended: words.ended, revoked: words.revoked };

export function expiringFile(
  module: ModuleRuntime,
  principal: Principal,
  { language, ...asked }: { language: string; within: Within; serviceId: string | undefined },
): Promise<string> {
  return module.tx(principal, async (tx) => {
    const rows = await store.listHoldings(tx, askedOf(tx, { ...asked, ...withoutNone(asked) }), undefined, mostLines);
    const say = (text: Record<string, string>) => inLanguage(text as never, language);
    const head = [words.service, words.number, words.about, words.issued, words.until, words.left, words.state].map(
      say,
    );
    const lines = [];
    for (const row of rows) {
      const { title, caseNumber, about, issuedAt, validUntil, daysLeft, state } = await shown(tx, row);
      const facts = about.map(({ label, value }) => `${inLanguage(label, language)}: ${value}`).join('; ');
      lines.push([
        ...[inLanguage(title, language), caseNumber, facts, issuedAt.slice(0, 10), validUntil, String(daysLeft)],
        say(states[state]),
      ]);
    }
    return writeCsv([head, ...lines]);
  });
}
const withoutNone = ({ serviceId }: { serviceId: string | undefined }) => (serviceId ? { serviceId } : {});
