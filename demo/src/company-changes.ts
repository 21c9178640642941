// SPDX-License-Identifier: Apache-2.0
/** Changes that clerks enter in the company register, told to whoever subscribes: on disk first, published until taken. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { eventTypes, subsystems } from '@stoa/country-xm';
import { connectorClient } from '@stoa/exchange/contract';
import { openAppendFile } from './append-file.ts';

export interface CompanyChange {
  readonly id: string;
  readonly inn: string;
  readonly address: string;
  readonly at: string;
}

export interface CompanyChanges {
  /** The address a company moved to; undefined where it never did. */
  address(inn: string): string | undefined;
  /** Kept when it returns. */
  move(inn: string, address: string): CompanyChange;
  close(): Promise<void>;
}

const longestMs = 10_000;

export interface CompanyChangesOptions {
  readonly path: string;
  readonly connectorUrl: string;
  /** With what the connector knows this system. */
  readonly connectorToken?: string | undefined;
  /** Until a change is published again after the connector did not take it; doubles up to 10 s. */
  readonly retryMs?: number;
}

export function openCompanyChanges({ path, retryMs = 500, ...its }: CompanyChangesOptions): CompanyChanges {
  const journal = openAppendFile<CompanyChange | { published: string }>(path);
  const addresses = new Map<string, string>();
  const waiting = new Map<string, CompanyChange>();
  for (const line of journal.earlier) {
    if ('published' in line) waiting.delete(line.published);
    else {
      addresses.set(line.inn, line.address);
      waiting.set(line.id, line);
    }
  }
  const first = () => waiting.values().next().value;
  const connector = connectorClient(its.connectorUrl, subsystems.companies, its.connectorToken);
  const stopping = new AbortController();
  let pauseMs = retryMs;
  let publishing = publishAll();

  async function publishAll(): Promise<void> {
    for (let next = first(); next && !stopping.signal.aborted; next = first()) {
      try {
        await connector.publish({
          specversion: '1.0',
          id: next.id,
          source: '/company-register',
          type: eventTypes.companyChanged,
          subject: next.inn,
          time: next.at,
          data: { inn: next.inn, changed: ['address'], address: next.address },
        });
        journal.append({ published: next.id });
        waiting.delete(next.id);
        pauseMs = retryMs;
      } catch {
        await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        pauseMs = Math.min(longestMs, pauseMs * 2);
      }
    }
  }
  return {
    address: (inn) => addresses.get(inn),
    move: (inn, address) => {
      const change = { id: randomUUID(), inn, address, at: new Date().toISOString() };
      journal.append(change);
      addresses.set(inn, address);
      waiting.set(change.id, change);
      publishing = publishing.then(publishAll);
      return change;
    },
    close: async () => {
      stopping.abort();
      await publishing;
      journal.close();
    },
  };
}
