// SPDX-License-Identifier: Apache-2.0
/**
 * What the service integrator examined, its examiners, and dossiers under way in every state, which go there by what people would do.
 * Entered again, nothing changes.
 */
import { listElements } from '@stoa/architecture/contract';
import {
  architectureSubjects,
  demoAccounts,
  demoSigningPin,
  examinations,
  examinationStaff,
  integratorId,
} from '@stoa/country-xm';
import * as examination from '@stoa/examination/contract';
import { enterDemoPeople } from '@stoa/identity/contract';
import { isRefusal, type Platform } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { listOwnCertificates } from '@stoa/signing/contract';
import { setTimeout as wait } from 'node:timers/promises';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
type Person = Extract<Principal, { kind: 'person' }>;

async function people({ call }: Platform): Promise<Record<'owner' | 'examiner' | 'examiner2' | 'chief', Person>> {
  const logins = ['owner', 'examiner', 'examiner2', 'chief'] as const;
  const accounts = logins.flatMap((login) => demoAccounts.filter((one) => one.login === login));
  const named = accounts.map(({ person }) => ({ snils: person.snils, name: person.nameLatin }));
  const { ids } = await call(enterDemoPeople, { people: named }, as);
  const entries = accounts.map(({ login, person, duties }, at) => [
    login,
    {
      ...({ kind: 'person', id: ids[at] ?? '', name: person.nameLatin, assurance: 2 } as const),
      ...{ duties: [...duties], authenticatedAt: new Date().toISOString() },
    } satisfies Person,
  ]);
  return Object.fromEntries(entries) as Record<(typeof logins)[number], Person>;
}

/** Answers all of them. */
async function enterExaminers({ call }: Platform, { examiner, examiner2, chief }: Awaited<ReturnType<typeof people>>) {
  const staff = examinationStaff();
  const { ids } = await call(enterDemoPeople, { people: staff.map(({ snils, name }) => ({ snils, name })) }, as);
  const known = [
    ...staff.map(({ name, competences, certificates }, at) => ({
      ...{ who: { id: ids[at] ?? '', name }, competences },
      certificates: certificates.map((one) => ({ ...one })),
    })),
    {
      ...{ who: examiner, competences: ['enterprise-architecture', 'business-analysis', 'data-management'] as const },
      certificates: [
        { body: 'TOGAF' as const, title: 'TOGAF 9 Certified', until: '2028-06-30' },
        { body: 'IIBA' as const, title: 'CBAP', until: '2027-03-31' },
      ],
    },
    {
      ...{
        who: examiner2,
        competences: ['solution-architecture', 'technical-documentation', 'project-management'] as const,
      },
      certificates: [
        { body: 'OMG' as const, title: 'OCEB 2', until: '2027-11-30' },
        { body: 'PMI' as const, title: 'PMP', until: '2025-12-31' },
      ],
    },
  ];
  const { items } = await call(examination.listExaminers, {}, { principal: chief });
  for (const { who, competences, certificates } of known)
    if (!items.some(({ personId }) => personId === who.id))
      await call(
        examination.putExaminer,
        {
          ...{ personId: who.id, name: who.name, organisationId: integratorId, active: true },
          ...{ competences: [...competences], certificates, interests: [] },
        },
        { principal: chief },
      );
  return known.map(({ who: { id, name } }) => ({ personId: id, name }));
}

/** Of a function that systems of the register already automate, so that the checks have something to say. */
async function content({ call }: Platform, owner: Person, nth: number) {
  const list = async (kind: string) => (await call(listElements, { kind, limit: 50 }, { principal: owner })).items;
  const [functions, goals] = [await list('function'), await list('goal')];
  const leaf = functions.filter(({ facts }) => facts.level === 'function' || !facts.level);
  const chosen = [leaf[nth % Math.max(1, leaf.length)] ?? functions[0]].flatMap((one) => (one ? [one.id] : []));
  return {
    touches: { functions: chosen, goals: goals.slice(nth % 3, (nth % 3) + 1).map(({ id }) => id) },
    planned: { class: 'registry', users: 200 + 40 * nth, costMake: 90_000_000, costYear: 20_000_000 },
  };
}

const titles = [
  'Портал записи на обследования',
  'Реестр медицинских изделий',
  'Учёт донорской крови',
  'Мониторинг выездных бригад',
  'Витрина открытых данных здравоохранения',
  'Система дистанционных консультаций',
  'Реестр клинических протоколов',
  'Учёт санитарного транспорта',
  'Портал пациента',
  'Система заявок на оборудование',
] as const;

/** How far each of them goes. */
const ends = [
  ...(['draft', 'auto-checked', 'assigned', 'review', 'remarks', 'consolidated', 'returned', 'withdrawn'] as const),
  ...(['conditional', 'appealed'] as const),
] as const;

async function enterUnderWay(platform: Platform, who: Awaited<ReturnType<typeof people>>): Promise<void> {
  const { call } = platform;
  const { owner, examiner, examiner2, chief } = who;
  const { items: known } = await call(examination.listDossiers, { limit: 100 }, { principal: owner });
  for (const [nth, end] of ends.entries()) {
    const title = titles[nth] ?? '';
    if (known.some((one) => one.title === title)) continue;
    const organisationId = owner.duties[0]?.organisationId ?? '';
    const purpose = 'Пациенты и врачи делают это без бумаги.';
    const facts = await content(platform, owner, nth);
    const { id } = await call(
      examination.draftDossier,
      { kind: 'proposal', organisationId, title, purpose, ...facts },
      { principal: owner },
    );
    if (end === 'draft') continue;
    await call(examination.submitDossier, { id }, { principal: owner });
    if (end === 'withdrawn') {
      await call(examination.withdrawDossier, { id, reason: 'Войдёт в другой проект' }, { principal: owner });
      continue;
    }
    if (!(await checked(platform, id, chief)) || end === 'auto-checked') continue;
    if (end === 'returned') {
      await call(
        examination.returnDossier,
        { id, reason: 'Опишите, чем это отличается от реестра' },
        { principal: chief },
      );
      continue;
    }
    const both = [examiner, examiner2];
    await call(examination.assignExaminers, { id, people: both.map((one) => one.id) }, { principal: chief });
    if (end === 'assigned') continue;
    for (const one of both) await call(examination.acceptAssignment, { id }, { principal: one });
    if (end === 'remarks') {
      const text = 'Покажите, из чего складывается стоимость года.';
      await call(examination.putRemark, { id, part: 'cost', clause: '10.1', text }, { principal: examiner });
      await call(examination.sendRemarks, { id }, { principal: examiner });
    }
    if (end === 'review' || end === 'remarks') continue;
    await conclude(platform, id, who, end);
  }
}

/** All say what they hold, the chief writes it down, and where it goes on two sign with their keys at the signing service. */
async function conclude(
  { call }: Platform,
  id: string,
  { owner, examiner, examiner2, chief }: Awaited<ReturnType<typeof people>>,
  end: (typeof ends)[number],
): Promise<void> {
  const outcome = end === 'appealed' ? 'negative' : end === 'conditional' ? 'conditional' : 'positive';
  for (const one of [examiner, examiner2])
    await call(examination.giveOpinion, { id, outcome, text: 'По итогам рассмотрения' }, { principal: one });
  const text = outcome === 'negative' ? 'Такая система уже есть.' : 'Проект может быть реализован.';
  const dueOn = `${new Date().getUTCFullYear() + 1}-06-30`;
  const conditions = outcome === 'conditional' ? [{ text: 'Пройти испытания безопасности', dueOn }] : [];
  await call(examination.consolidate, { id, outcome, text, conditions, language: 'ru' }, { principal: chief });
  if (end === 'consolidated') return;
  for (const principal of [examiner, chief]) {
    const { items } = await call(listOwnCertificates, {}, { principal });
    const key = items.find(({ custody, state }) => custody === 'remote' && state === 'valid');
    // Whoever has no key yet signs after the next start.
    if (!key) return;
    const { signatureId } = await call(
      examination.prepareConclusionSignature,
      { id, certificateId: key.id },
      { principal },
    );
    await call(examination.finishConclusionSignature, { id, signatureId, code: demoSigningPin }, { principal });
  }
  if (end === 'appealed')
    await call(examination.appealConclusion, { id, reason: 'Та система не ведёт учёт заявок' }, { principal: owner });
}

async function checked({ call }: Platform, id: string, chief: Person): Promise<boolean> {
  for (const until = Date.now() + 60_000; Date.now() < until; await wait(300)) {
    const { state } = await call(examination.getDossier, { id }, { principal: chief });
    if (state === 'auto-checked') return true;
    if (state === 'returned') return false;
  }
  return false;
}

export async function enterExaminations(platform: Platform): Promise<void> {
  const examiners = await enterExaminers(platform, await people(platform));
  const bodies = architectureSubjects.map(({ id }) => id);
  await platform.call(examination.enterDemoExaminations, { items: examinations(bodies, examiners) }, as);
}

/** After people have their keys. */
export async function enterDossiers(platform: Platform): Promise<void> {
  try {
    await enterUnderWay(platform, await people(platform));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    platform.log.warn(
      { code: error.code },
      'dossiers of the demo under way were not all entered; the next start goes on',
    );
  }
}
