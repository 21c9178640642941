// SPDX-License-Identifier: Apache-2.0
/** Work permits that cases enter, change and end in the register of foreign workers, beside those it began with. */
import {
  findForeignWorkerPermit,
  type ForeignWorkerPermit,
  foreignWorkerPermits,
  validOrganisationInn,
  validSnils,
} from '@stoa/country-xm';
import type { Answer } from './mailbox-worker.ts';

/** To `enter` all is said; to `change` what is null stays as it was. */
export interface PermitEntry {
  readonly do: 'enter' | 'change' | 'end';
  readonly number: string;
  readonly inn: string;
  readonly snils: string;
  readonly nameLatin: string | null;
  readonly birthOn: string | null;
  readonly occupation: string | null;
  readonly validUntil: string | null;
}

interface Permits {
  find(inn: string, number: string): ForeignWorkerPermit | undefined;
  ofWorker(snils: string, number: string): ForeignWorkerPermit | undefined;
  /** The same entry again changes nothing and is answered alike; FAILURE where the permit is not as it must be. */
  enter(content: unknown): Answer;
}

const refused = (description: string): Answer => ({ rejection: { code: 'FAILURE', description } });
const isEntry = (content: unknown): content is PermitEntry => {
  const { do: deed, number, inn, snils } = (content ?? {}) as Partial<PermitEntry>;
  return (
    ['enter', 'change', 'end'].includes(String(deed)) &&
    /^WP-\d{4}-\d{1,8}$/.test(String(number)) &&
    validOrganisationInn(String(inn)) &&
    validSnils(String(snils))
  );
};

/** @param keep makes an entry durable; it is kept before it counts */
export function permitsFrom(earlier: readonly PermitEntry[], keep: (entry: PermitEntry) => void): Permits {
  const known = new Map<string, ForeignWorkerPermit>();
  const last = new Map<string, string>();
  const find = (inn: string, number: string) => {
    const own = known.get(number);
    return own ? (own.inn === inn ? own : undefined) : findForeignWorkerPermit(inn, number);
  };
  const apply = (entry: PermitEntry) => {
    const before = find(entry.inn, entry.number);
    const { snils, nameLatin, birthOn } = entry;
    known.set(entry.number, {
      ...{ number: entry.number, inn: entry.inn },
      worker: before?.worker ?? { snils, nameLatin: nameLatin ?? '', birthOn: birthOn ?? '' },
      occupation: entry.occupation ?? before?.occupation ?? '9313',
      validUntil: entry.validUntil ?? before?.validUntil ?? '',
      state: entry.do === 'end' ? 'cancelled' : 'active',
    });
    last.set(entry.number, JSON.stringify(entry));
  };
  earlier.forEach(apply);
  return {
    find,
    ofWorker(snils, number) {
      const found = known.get(number) ?? foreignWorkerPermits().find((one) => one.number === number);
      return found?.worker.snils === snils ? found : undefined;
    },
    enter(entry) {
      if (!isEntry(entry)) return refused('Say enter, change or end, the permit, the employer and the worker.');
      if (last.get(entry.number) === JSON.stringify(entry)) return { content: { number: entry.number } };
      const before = find(entry.inn, entry.number);
      if (entry.do === 'enter' && (before || known.has(entry.number)))
        return refused('A permit of this number is registered already.');
      if (entry.do !== 'enter' && (before?.state !== 'active' || before.worker.snils !== entry.snils))
        return refused('There is no such permit in force.');
      keep(entry);
      apply(entry);
      return { content: { number: entry.number } };
    },
  };
}
