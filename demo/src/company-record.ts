// SPDX-License-Identifier: Apache-2.0
/** Companies as the register of 2009 writes them: its own element names, DD.MM.YYYY, codes, numbers inside text. */
import { activity, type Company, formatSnils } from '@stoa/country-xm';
import { envelope, registerNamespace, tag } from './soap.ts';

/** Codes of legal forms in the register's own list. */
const legalFormCodes = { llp: '65', jsc: '47', cooperative: '52' } as const;

const oldDate = (date: string) => date.split('-').reverse().join('.');

const director = (one: Company['directors'][number]) =>
  `<Rukovoditel>${tag('SNILS', formatSnils(one.snils))}${tag('FIO', one.name)}</Rukovoditel>`;

function element(company: Company): string {
  const fields = [
    tag('INN', company.inn),
    tag('OGRN', company.ogrn),
    tag('KPP', company.kpp),
    tag('Naimenovanie', company.name.ru),
    tag('NaimenovanieKaz', company.name.kk),
    tag('NaimenovanieUkr', company.name.uk),
    tag('NaimenovanieEng', company.name.en),
    tag('NaimenovanieArab', company.name.ar),
    tag('KodOPF', legalFormCodes[company.legalForm]),
    tag('Adres', company.address),
    tag('KodRegiona', company.regionCode.slice(3)),
    tag('OKVED', `${company.activityCode}.00 ${activity(company.activityCode)?.title.ru ?? ''}`.trim()),
    tag('Chislennost', `${company.employees} чел.`),
    tag('DataRegistracii', oldDate(company.registeredOn)),
    tag('Status', company.status === 'active' ? '1' : '2'),
    tag('NalogovyiDolg', company.taxDebt ? 'Д' : 'Н'),
  ];
  return `<Organizaciya>${fields.join('')}<Rukovoditeli>${company.directors.map(director).join('')}</Rukovoditeli></Organizaciya>`;
}

/** Answer of GetCompanyByInn. */
export const companyRecord = (company: Company): string =>
  envelope(`<GetCompanyByInnResponse xmlns="${registerNamespace}">${element(company)}</GetCompanyByInnResponse>`);

/** Answer of FindCompaniesByDirector; an empty list for somebody who directs none. */
export const companyList = (companies: readonly Company[]): string =>
  envelope(
    `<FindCompaniesByDirectorResponse xmlns="${registerNamespace}"><Kolichestvo>${companies.length}</Kolichestvo>` +
      `${companies.map(element).join('')}</FindCompaniesByDirectorResponse>`,
  );
