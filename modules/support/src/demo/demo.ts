// SPDX-License-Identifier: Apache-2.0
import { audit, idOf, personKey, refuse, type Tx } from '@stoa/kernel';
import type { DemoSupport } from '../contract/demo.ts';
import { insertKnownError } from '../known-errors/store.ts';
import { termsFrom } from '../tickets/states.ts';
import { addEntry, insertTicket } from '../tickets/store.ts';

const knownErrorId = (key: string) => idOf(`demo known error ${key}`);
const at = (instant: string | undefined) => (instant === undefined ? null : new Date(instant));
const desk = { takenBy: idOf('demo support'), takenByName: 'Pavel Gromov' };

/** Refuses: support.demo-off. */
export async function enterDemoSupport(tx: Tx, { knownErrors, tickets }: DemoSupport): Promise<{ entered: number }> {
  const { config, country } = tx.module;
  if (!config.demo)
    refuse('conflict', 'support.demo-off', 'Reports of the demo exist only where it is on (STOA_DEMO=1).');
  await audit(tx, { action: 'support.demo-entered', object: { type: 'ticket', id: 'demo' } });
  let entered = 0;
  for (const { key, publishedAt, mendedAt, ...one } of knownErrors) {
    const times = { publishedAt: new Date(publishedAt), mendedAt: at(mendedAt) };
    const number = await insertKnownError(tx, { ...one, ...times, id: knownErrorId(key), by: desk.takenByName });
    if (number !== undefined) entered += 1;
  }
  for (const one of tickets) {
    const id = idOf(`demo ticket ${one.key}`);
    const { kind, priority, line, state, text, page = null, person } = one;
    const reportedAt = new Date(one.reportedAt);
    const isNew = await insertTicket(tx, {
      ...{ id, kind, priority, line, state, text, page, reportedAt, correlationId: null, email: null },
      personKey: person ? personKey(tx.module, country.schemeOf(country.personScheme), person) : null,
      ...{ ...termsFrom(priority, reportedAt), answeredAt: at(one.answeredAt), solvedAt: at(one.solvedAt) },
      knownErrorId: one.knownError ? knownErrorId(one.knownError) : null,
      ...(state === 'new' ? {} : desk),
    });
    if (!isNew) continue;
    entered += 1;
    await addEntry(tx, id, { kind: 'reported', side: 'reporter', shown: true, at: reportedAt });
    const answered = at(one.answeredAt);
    const said = { side: 'desk', byName: desk.takenByName, line, shown: true } as const;
    if (answered && one.answer)
      await addEntry(tx, id, { ...said, kind: state === 'waiting' ? 'ask' : 'answer', text: one.answer, at: answered });
    const solved = at(one.solvedAt);
    if (solved) await addEntry(tx, id, { ...said, kind: 'solve', at: solved });
  }
  return { entered };
}
