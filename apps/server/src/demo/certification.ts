// SPDX-License-Identifier: Apache-2.0
/** Who signed the regulation, what was refused, what is under way and one pilot: certificates of the packages themselves came along. */
import { readPackageFiles } from '@stoa/catalogue';
import { type DemoCertification, enterDemoCertification, suites } from '@stoa/certification/contract';
import { abacusBureau, demoAccounts, refusedCandidates } from '@stoa/country-xm';
import { enterDemoPeople } from '@stoa/identity/contract';
import type { Platform } from '@stoa/kernel';
import { parse } from 'yaml';
import { fileURLToPath } from 'node:url';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;
const services = fileURLToPath(new URL('../../../../services/', import.meta.url));
const body = 'XM-DIGITAL-MINISTRY';
type Candidate = DemoCertification['candidates'][number];

const good = (suite: Candidate['runs'][number]['suite'], clause: string) => ({
  suite,
  checks: [{ clause, result: 'good' as const, evidence: ['entered with the history of the demo'] }],
});
const firstClause = { functional: '4.1', load: '5.1', safety: '6.1', interface: '7.1', legal: '8.1' } as const;

/** A package of the country as its next version would be: it declares a fifth more load. */
async function nextVersion(id: string): Promise<Pick<Candidate, 'serviceId' | 'title' | 'files'>> {
  const files = new Map(await readPackageFiles(`${services}${id}`));
  const grown = String(files.get('load.yaml')).replace(
    /casesPerMonth: (\d+)/,
    (_, count: string) => `casesPerMonth: ${Math.round(Number(count) * 1.2)}`,
  );
  files.set('load.yaml', Buffer.from(grown));
  const { title } = parse(String(files.get('service.yaml'))) as { title: Candidate['title'] };
  return {
    ...{ serviceId: id, title },
    files: Object.fromEntries([...files].map(([path, content]) => [path, content.toString('base64')])),
  };
}

export async function enterCertification({ call }: Platform, now: number): Promise<void> {
  const logins = ['certifier', 'lawyer', 'designer'] as const;
  const people = logins.flatMap((login) => demoAccounts.find((one) => one.login === login)?.person ?? []);
  const { ids } = await call(
    enterDemoPeople,
    { people: people.map(({ snils, nameLatin: name }) => ({ snils, name })) },
    as,
  );
  const [certifier, lawyer, designer] = people.map(({ nameLatin: name }, at) => ({ personId: ids[at] ?? '', name }));
  if (!certifier || !lawyer || !designer) return;
  const ago = (days: number) => new Date(now - days * day).toISOString();
  const brought = {
    organisationId: 'XM-LABOUR-MINISTRY',
    submittedBy: designer.personId,
    submittedName: designer.name,
  };
  const refused = refusedCandidates.map(
    ({ serviceId, title, suite, clause, evidence, reason, daysAgo }): Candidate => ({
      ...{ key: `refused ${serviceId}`, ...brought, serviceId, title, state: 'refused', submittedAt: ago(daysAgo) },
      version: `sha256:${Buffer.from(serviceId).toString('hex').padEnd(64, '0').slice(0, 64)}`,
      ...{ decidedName: certifier.name, decidedAt: ago(daysAgo - 2), reason },
      runs: [{ suite, checks: [{ clause, result: 'bad', defect: 'A', evidence: [evidence] }] }],
    }),
  );
  const underWay = await Promise.all(
    ['labour-complaint', 'occupation-change'].map(
      async (id, at): Promise<Candidate> => ({
        ...{
          key: `next ${id}`,
          ...brought,
          ...(await nextVersion(id)),
          state: 'submitted',
          submittedAt: ago(2 + at),
          runs: [],
        },
      }),
    ),
  );
  const pilot: Candidate = {
    ...{
      key: 'pilot tax-debt-certificate',
      ...brought,
      ...(await nextVersion('tax-debt-certificate')),
      state: 'certified',
    },
    ...{ submittedAt: ago(20), decidedName: certifier.name, decidedAt: ago(12), lawName: lawyer.name },
    runs: suites.map((suite) => good(suite, firstClause[suite])),
    pilot: { organisations: [abacusBureau.inn], until: new Date(now + 30 * day).toISOString(), byName: certifier.name },
  };
  const signatures = [
    { ...certifier, duty: 'certification.certifier', at: ago(400) },
    { ...lawyer, duty: 'legal.reviewer', at: ago(398) },
  ];
  await call(enterDemoCertification, { signatures, candidates: [...refused, ...underWay, pilot] }, as);
}

/** Whose seal is on certificates in the demo. */
export const certifyingBody = body;
