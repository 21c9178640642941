// SPDX-License-Identifier: Apache-2.0
/**
 * Half the cards are pushed by one department, half another is asked for; citizens answer some of them. Whatever is counted
 * equals a recount in plain SQL. `STOA_QUALITY_CARDS` says how many of each; `npm run test:all` takes 10,000.
 */
import { randomUUID } from 'node:crypto';
import { governmentOrganisations, informationTypes, people, subsystems } from '@stoa/country-xm';
import { startClinics } from '@stoa/demo';
import * as contract from '@stoa/exchange/contract';
import { eventually, patient } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as own from '../src/contract.ts';
import { cardOfTheText, qualityBench } from './fixture.ts';
import { startHub } from './hub.ts';

const each = Number(process.env.STOA_QUALITY_CARDS ?? 40);
const day = 86_400_000;
const { connect, serve, token, folder } = await startHub();
const agency = await connect(subsystems.quality);
const pushes = await connect(subsystems.labour);
const asked = await connect(subsystems.clinics);
await serve(informationTypes.renderedService, subsystems.quality, subsystems.labour);
await serve(informationTypes.clinicServices, subsystems.clinics, subsystems.quality);
const b = await qualityBench({ STOA_QUALITY_CONNECTOR_URL: agency, STOA_QUALITY_CONNECTOR_TOKEN: token });
const operator = b.person({ duties: ['quality.intake-operator'] });
const one = async <Row extends object>(text: string, ...values: unknown[]) =>
  (await b.sql<Row>(text, values))[0] as Row;
const cardsOf = async (sender: string) =>
  (await one<{ n: number }>('select count(*)::int as n from quality.card where sender_id = $1', sender)).n;

async function push(): Promise<void> {
  const offices = governmentOrganisations.filter(({ type }) => type === 'front-office');
  const everybody = people();
  const department = contract.connectorClient(pushes, subsystems.labour, token);
  const message = (at: number) => {
    const [office, person] = [offices[at % offices.length], everybody[at % everybody.length]];
    if (!office || !person) throw new Error('the country has offices and people');
    const { inn, ogrn, kpp, type, name, address } = office;
    const { familyName, givenName, birthOn, snils } = person;
    return {
      messageId: randomUUID(),
      type: informationTypes.renderedService,
      content: {
        ...cardOfTheText({ inn, ogrn, kpp, birthOn, snils, renderedOn: b.today() }),
        ...{ organisationName: name.ru, organisationAddress: address.ru, organisationType: type },
        fullName: `${familyName} ${givenName}`,
        recordId: `pushed-${at}`,
      },
    };
  };
  for (let at = 0; at < each; at += 100)
    await department.sendRequests(Array.from({ length: Math.min(100, each - at) }, (_, next) => message(at + next)));
}

test(
  'cards pushed and asked for become one each, and every figure equals a recount in plain SQL',
  async () => {
    const clinics = await startClinics({
      ...{ connectorUrl: asked, connectorToken: token, dataDir: await folder() },
      ...{ answerDelayMs: 0, pollMs: 20, visitsPerDay: Math.ceil(each / 36) },
    });
    const since = new Date(Date.parse(b.today()) - 4 * day).toISOString().slice(0, 10);
    const source = {
      id: subsystems.clinics,
      informationType: informationTypes.clinicServices,
      name: { en: 'Clinics' },
    };
    await b.call(own.setSource, { ...source, everyMinutes: 60, since, active: true }, operator);
    await push();
    try {
      await eventually(
        async () => {
          await b.tick();
          const { items } = await b.call(own.listSources, {}, operator);
          expect(items[0]?.periods[0]?.doneAt).toBeDefined();
          expect(await cardsOf(subsystems.labour)).toBe(each);
        },
        patient(60_000 + each * 60),
      );
    } finally {
      await clinics.close();
    }
    const polled = (await one<{ taken: number }>('select sum(taken)::int as taken from quality.source_period')).taken;
    expect(polled).toBeGreaterThanOrEqual(each);
    expect(await cardsOf(subsystems.clinics)).toBe(polled);

    // Every third who has a link answers through the public address.
    const links = await b.sql<{ card_id: string }>(
      `select card_id from quality.survey_link where state = 'ISSUED' order by card_id`,
    );
    expect(links.length).toBeGreaterThan(each);
    const answers = links.filter((_, at) => at % 3 === 0);
    let given = 0;
    for (const [at, { card_id: id }] of answers.entries()) {
      const { code } = await b.call(own.givePaper, { id }, operator);
      const token = code.replaceAll(' ', '');
      const { questionnaire } = await b.call(own.openSurvey, { token });
      const scales = (questionnaire?.questions ?? []).filter(({ kind }) => kind === 'scale');
      const marks = Object.fromEntries(scales.map((question, nth) => [question.code, 1 + ((at + nth) % 5)]));
      given += scales.length;
      const sent = await b.http().post('/api/quality/survey-answers', { token, answers: marks });
      expect(sent.status).toBe(200);
    }
    await b.tick();
    await b.tick();

    const stored = await one<{ n: number }>('select count(*)::int as n from surveys.response');
    expect(stored.n).toBe(answers.length);
    expect(await one('select count(*)::int as n from quality.card where state = $1', 'FOLDED')).toEqual({
      n: stored.n,
    });
    const recount = (
      group: string,
    ) => `select ${group}, key as question, count(*) filter (where value = '1')::int as c1,
      count(*) filter (where value = '2')::int as c2, count(*) filter (where value = '3')::int as c3,
      count(*) filter (where value = '4')::int as c4, count(*) filter (where value = '5')::int as c5
    from surveys.response, jsonb_each_text(answers) group by 1, 2`;
    const counted = (group: string, table: string) =>
      `select ${group}, question, sum(c1)::int as c1, sum(c2)::int as c2, sum(c3)::int as c3, sum(c4)::int as c4, sum(c5)::int as c5
     from analytics.${table} group by 1, 2`;
    for (const [group, table] of [
      ['organisation_id', 'rollup_organisation'],
      ['region_code', 'rollup_region'],
    ] as const) {
      const [stored, folded] = [recount(group), counted(group, table)];
      expect(await b.sql(`(${stored}) except (${folded})`)).toEqual([]);
      expect(await b.sql(`(${folded}) except (${stored})`)).toEqual([]);
    }
    expect(await one('select sum(c1 + c2 + c3 + c4 + c5)::int as n from analytics.rollup_region')).toEqual({
      n: given,
    });
    // The funnel: cards of known organisations, and those answered.
    expect(await one('select sum(card)::int as cards, sum(answered)::int as answered from analytics.funnel')).toEqual(
      await one(
        `select count(*) filter (where organisation_id is not null)::int as cards,
         count(*) filter (where state = 'FOLDED')::int as answered from quality.card where state not in ('REJECTED', 'DUPLICATE')`,
      ),
    );
  },
  patient(120_000 + each * 150),
);
