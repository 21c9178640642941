// SPDX-License-Identifier: Apache-2.0
/** Walks any service package from the form to the paper: applicants, registers, answers of departments, officers, time. */
import type { Bench } from '@stoa/kernel/testing';
import * as contract from '../src/contract.ts';
import { permitBench } from './permit-bench.ts';

type Person = ReturnType<Bench['person']>;
export type Pages = Record<string, Record<string, string | number | boolean>>;

export async function packageWalk() {
  const permit = await permitBench();
  const { b, world, aigerim } = permit;
  const snils = '11223344595';
  const resident = b.person({ name: 'Aigerim Seitkali', snils });
  world.state.persons.set(snils, {
    ...{ snils, familyName: 'Сейткали', givenName: 'Айгерим', nameLatin: 'Aigerim Seitkali' },
    ...{ birthOn: '1988-03-21', regionCode: 'XM-01', citizenship: 'XME', address: 'Аксу, улица Мира, д. 14, кв. 8' },
  });

  const walk = {
    ...{ b, world, aigerim, resident, snils, invoiceOf: permit.invoiceOf },
    worker: b.person({ name: 'Rahul Sharma', snils: '14567890105' }),
    /** Somebody who holds the duty at the office. */
    officer: (duty: string, organisationId: string): Person =>
      b.person({ name: 'Daniyar Omarov', duties: [duty], organisationId }),
    /** Entries of registers that are asked by path, as `permits/0105234515/WP-2026-000118`. */
    register: (entries: Readonly<Record<string, unknown>>) => {
      for (const [path, entry] of Object.entries(entries)) world.state.entries.set(path, entry);
    },
    /** A sent application, paid where there is a fee. */
    sent: async (who: Person, serviceId: string, pages: Pages): Promise<string> => {
      const { id } = await b.call(contract.startDraft, { serviceId, language: 'en' }, who);
      for (const [pageId, answers] of Object.entries(pages))
        await b.call(contract.savePage, { id, pageId, answers }, who);
      await b.call(contract.submitCase, { id, declaration: true }, who);
      await b.drain();
      if (permit.invoiceOf(id)[1]) await permit.pay(id);
      await b.drain();
      return id;
    },
    answer: async (type: string, content: Record<string, unknown>) => {
      world.reply(type, content);
      b.clock.advance({ seconds: 6 });
      await b.drain();
    },
    reject: async (type: string, description: string) => {
      Object.assign(world.reply(type, {}), { content: undefined, rejection: { code: 'FAILURE', description } });
      b.clock.advance({ seconds: 6 });
      await b.drain();
    },
    finish: async (id: string, officer: Person, outcome: string) => {
      await b.call(contract.finishTask, { id: await claim(id, officer), outcome }, officer);
      await b.drain();
    },
    decide: async (id: string, officer: Person, outcome: string) => {
      await b.call(contract.decideTask, { id: await claim(id, officer), outcome }, officer);
      await b.drain();
    },
    /** Long enough for what departments answer by themselves. */
    passed: async () => {
      b.clock.advance({ seconds: 6 });
      await b.drain();
    },
    /** A fee that is asked only after an answer. */
    pay: async (id: string) => {
      await permit.pay(id);
      await b.drain();
    },
    claim: (id: string, officer: Person) => claim(id, officer),
    grant: async (id: string, officer: Person) => {
      await walk.decide(id, officer, 'grant');
      await walk.passed();
    },
    days: async (days: number) => {
      b.clock.advance({ days });
      await b.drain();
    },
    /** The day on which the case stands. */
    today: () => b.clock.now().toISOString().slice(0, 10),
    page: (id: string, who: Person) => b.call(contract.getCase, { id }, who),
  };
  const claim = async (id: string, officer: Person): Promise<string> => {
    const [task] = await b.sql<{ id: string }>(
      "select id from task where case_id = $1 and state = 'open' order by id limit 1",
      [id],
    );
    if (!task) throw new Error('no task is open');
    await b.call(contract.claimTask, { id: task.id }, officer);
    return task.id;
  };
  return walk;
}
