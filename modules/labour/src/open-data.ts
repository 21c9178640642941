// SPDX-License-Identifier: Apache-2.0
/** The published data as files, and what is said of them: CSV, JSON, Table Schema of Frictionless, DCAT-AP 3. */
import { hash } from 'node:crypto';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import { counted, dataPath, type describeData, measured, type PublishedCell } from './contract.ts';
import { type ClosedMonth, closedMonths, publishedCells } from './queries.ts';
import { self } from './shared.ts';

const columns = ['month', 'measure', 'region', 'occupation', 'citizenship', 'value'] as const;
const licence = {
  name: 'CC BY 4.0',
  url: 'https://creativecommons.org/licenses/by/4.0/',
  authority: 'http://publications.europa.eu/resource/authority/licence/CC_BY_4_0',
};
const lineOf = (cell: PublishedCell): string[] => columns.map((name) => String(cell[name]));
/** Without the head and the mark of byte order: what the digest of a month is of. */
export const csvLines = (cells: readonly PublishedCell[]): string => writeCsv(cells.map(lineOf)).slice(1);
const csvFile = (cells: readonly PublishedCell[]): string => writeCsv([[...columns], ...cells.map(lineOf)]);
const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** Table Schema (Frictionless Data, specs.frictionlessdata.io/table-schema). */
const tableSchema = (regions: readonly string[]) => ({
  $schema: 'https://specs.frictionlessdata.io/schemas/table-schema.json',
  fields: [
    { name: 'month', type: 'yearmonth', description: 'Month in which it counts', constraints: { required: true } },
    {
      ...{ name: 'measure', type: 'string' },
      description:
        'What is counted: cases and contracts that ended so in the month. Visas are those for work and for visits. Wages are quartiles of the monthly wage of contracts concluded in it, to the nearest ten, from ten people on. Places are those at its end, to the nearest five.',
      constraints: { required: true, enum: [...counted, ...measured] },
    },
    {
      ...{ name: 'region', type: 'string', description: 'Code of the region; all: a total; unknown: not said' },
      constraints: { required: true, enum: ['all', 'unknown', ...regions] },
    },
    {
      ...{ name: 'occupation', type: 'string', rdfType: 'https://www.ilo.org/ilostat/cl-isco08' },
      description: 'Major group of ISCO-08; all: a total; unknown: not said',
      constraints: { required: true, pattern: 'all|unknown|[0-9]' },
    },
    {
      ...{ name: 'citizenship', type: 'string' },
      description: 'Country by ISO 3166-1 alpha-3; all: a total; unknown: not said',
      constraints: { required: true, pattern: 'all|unknown|[A-Z]{3}' },
    },
    { name: 'value', type: 'integer', constraints: { required: true, minimum: 0 } },
  ],
  primaryKey: ['month', 'measure', 'region', 'occupation', 'citizenship'],
  missingValues: [''],
});

const regionCodes = ({ country }: ModuleRuntime) =>
  country.territories.filter(({ kind }) => kind === 'region').map(({ code }) => code);

export const schemaOf = (module: ModuleRuntime) => tableSchema(regionCodes(module));

interface Published {
  readonly key: string;
  readonly cells: readonly PublishedCell[];
  readonly bytes: number;
  readonly digest: string;
}
const kept = new WeakMap<ModuleRuntime, Published>();

/** All that is published, with the digest of its file; read again when a month was closed. */
export async function published(tx: Tx): Promise<{ months: ClosedMonth[] } & Published> {
  const months = await closedMonths(tx);
  const key = months.map(({ month, digest }) => `${month} ${digest}`).join(' ');
  const before = kept.get(tx.module);
  if (before?.key === key) return { months, ...before };
  const cells = await publishedCells(tx);
  const file = csvFile(cells);
  const now = { key, cells, bytes: Buffer.byteLength(file), digest: sha256(file) };
  kept.set(tx.module, now);
  return { months, ...now };
}

const cellsUntil = (module: ModuleRuntime, until: string | undefined) =>
  module.tx(self, (tx) => publishedCells(tx, { until }));
export const openCsv = async (module: ModuleRuntime, { until }: { until?: string }): Promise<string> =>
  csvFile(await cellsUntil(module, until));
export async function openJson(module: ModuleRuntime, { until }: { until?: string }) {
  const cells = await cellsUntil(module, until);
  return { licence: licence.url, digest: sha256(csvFile(cells)), schema: dataPath('schema.json'), data: cells };
}

const publisherOf = ({ country }: ModuleRuntime) =>
  country.office(country.labour?.publisherId ?? '')?.name ?? country.name;
/** Lines shown of the newest month. */
const mostShown = 25;

export async function describe(tx: Tx): Promise<OutputOf<typeof describeData>> {
  const { months, cells, bytes, digest } = await published(tx);
  const [first, last] = [months[0], months.at(-1)];
  return {
    ...(first && last ? { from: first.month, until: last.month, closedAt: last.closedAt.toISOString() } : {}),
    ...{ lines: cells.length, bytes, digest, publisher: publisherOf(tx.module) },
    months: months.toReversed().map(({ closedAt, ...one }) => ({
      ...one,
      closedOn: tx.module.country.calendar.localDate(closedAt),
    })),
    columns: tableSchema([]).fields.map(({ name, type }) => ({ name, type })),
    licence: { name: licence.name, url: licence.url },
    sample: cells.filter(({ month }) => month === last?.month).slice(0, mostShown),
  };
}

/** DCAT-AP 3.0 with the names of its vocabularies, as one JSON-LD document that needs no context from elsewhere. */
export async function dataset(tx: Tx): Promise<Record<string, unknown>> {
  const { module } = tx;
  const { from, until, closedAt, digest, bytes } = await describe(tx);
  const base = module.publicUrl.replace(/\/$/, '');
  const id = (iri: string) => ({ '@id': iri });
  const texts = (text: Record<string, string | undefined>) =>
    Object.entries(text).map(([language, value]) => ({ '@value': value, '@language': language }));
  const file = (as: 'csv' | 'json') => `${base}${dataPath(as)}`;
  const authority = 'http://publications.europa.eu/resource/authority';
  const distribution = (as: 'csv' | 'json', mediaType: string) => ({
    '@id': `${base}/labour/data#${as}`,
    '@type': 'dcat:Distribution',
    ...{ 'dcat:accessURL': id(`${base}/labour/data`), 'dcat:downloadURL': id(file(as)) },
    'dct:format': id(`${authority}/file-type/${as.toUpperCase()}`),
    'dcat:mediaType': id(`https://www.iana.org/assignments/media-types/${mediaType}`),
    ...{ 'dct:license': id(licence.authority), 'dct:conformsTo': id(`${base}${dataPath('schema.json')}`) },
    ...(as === 'csv'
      ? {
          'dcat:byteSize': { '@value': String(bytes), '@type': 'xsd:nonNegativeInteger' },
          'spdx:checksum': {
            '@type': 'spdx:Checksum',
            'spdx:algorithm': id('http://spdx.org/rdf/terms#checksumAlgorithm_sha256'),
            'spdx:checksumValue': { '@value': digest, '@type': 'xsd:hexBinary' },
          },
        }
      : {}),
  });
  const day = (value: string) => ({ '@value': value, '@type': 'xsd:date' });
  return {
    '@context': {
      ...{ dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/' },
      ...{ spdx: 'http://spdx.org/rdf/terms#', xsd: 'http://www.w3.org/2001/XMLSchema#' },
      vcard: 'http://www.w3.org/2006/vcard/ns#',
    },
    ...{ '@id': `${base}/labour/data`, '@type': 'dcat:Dataset' },
    'dct:title': texts(titles),
    'dct:description': texts(descriptions),
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': texts(publisherOf(module)) },
    'dcat:contactPoint': { '@type': 'vcard:Kind', 'vcard:hasURL': id(`${base}/legal/contact`) },
    'dcat:theme': [id(`${authority}/data-theme/SOCI`), id(`${authority}/data-theme/ECON`)],
    'dct:accrualPeriodicity': id(`${authority}/frequency/MONTHLY`),
    'dct:accessRights': id(`${authority}/access-right/PUBLIC`),
    'dcat:landingPage': id(`${base}/labour/data`),
    ...(closedAt ? { 'dct:modified': { '@value': closedAt, '@type': 'xsd:dateTime' } } : {}),
    ...(from && until
      ? {
          'dct:temporal': {
            '@type': 'dct:PeriodOfTime',
            ...{ 'dcat:startDate': day(`${from}-01`), 'dcat:endDate': day(lastDayOf(until)) },
          },
        }
      : {}),
    'dcat:distribution': [distribution('csv', 'text/csv'), distribution('json', 'application/json')],
  };
}

function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

const titles = {
  en: 'The labour market by month',
  ru: 'Рынок труда по месяцам',
  kk: 'Еңбек нарығы айлар бойынша',
  uk: 'Ринок праці за місяцями',
  ar: 'سوق العمل حسب الشهر',
};
const descriptions = {
  en: 'Work permits, contracts of employment, wages, visas, places for foreign workers and complaints by month, region, occupation group and citizenship. Cells of fewer than five people are kept back.',
  ru: 'Разрешения на работу, трудовые договоры, заработная плата, визы, места для иностранных работников и жалобы по месяцам, регионам, группам профессий и гражданству. Значения меньше пяти человек не публикуются.',
  kk: 'Жұмыс істеу рұқсаттары, еңбек шарттары, жалақы, визалар, шетелдік жұмыскерлерге арналған орындар мен шағымдар айлар, өңірлер, кәсіп топтары және азаматтық бойынша. Бес адамнан аз мәндер жарияланбайды.',
  uk: 'Дозволи на роботу, трудові договори, заробітна плата, візи, місця для іноземних працівників і скарги за місяцями, регіонами, групами професій і громадянством. Значення менше ніж п’ять осіб не публікуються.',
  ar: 'تصاريح العمل وعقود العمل والأجور والتأشيرات وأماكن العمال الأجانب والشكاوى حسب الشهر والمنطقة ومجموعة المهن والجنسية. لا تُنشر القيم التي تقل عن خمسة أشخاص.',
};
