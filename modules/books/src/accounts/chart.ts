// SPDX-License-Identifier: Apache-2.0
/** The chart of accounts: the one that comes along, and versions that two people publish. */
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { Account, Chart, getChart as getChartOperation, Sharing } from '../contract.ts';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { today } from '../people.ts';
import { lockBooks } from '../ledger/store.ts';
import first from './chart.json' with { type: 'json' };
import * as store from './store.ts';

/** Where there is none yet, the one that comes along is version 1. */
export const importChart = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    await lockBooks(tx, 'alone');
    if ((await store.newestVersion(tx)) > 0) return;
    await store.insertChart(tx, first as Chart, { version: 1, note: 'Stoa', publishedBy: 'Stoa' });
  });

export interface Accounts {
  readonly byCode: ReadonlyMap<string, Account>;
  readonly sharings: ReadonlyMap<string, Sharing>;
}
/** In force on a day. */
export async function accountsOn(tx: Tx, day: string): Promise<Accounts> {
  const version = await store.versionOn(tx, day);
  const [accounts, sharings] = [await store.accountsOf(tx, version), await store.sharingsOf(tx, version)];
  return {
    byCode: new Map(accounts.map((one) => [one.code, one])),
    sharings: new Map(sharings.map((one) => [one.code, one])),
  };
}

/** Why a chart cannot be published. */
export function chartFault({ accounts, sharings }: Chart, before: readonly Account[]): string | undefined {
  const codes = new Set(accounts.map(({ code }) => code));
  const rules = new Set(sharings.map(({ code }) => code));
  const ibans = accounts.flatMap(({ iban }) => iban ?? []);
  const uneven = sharings.find(({ state, region, municipality }) => state + region + municipality !== 10_000);
  if (codes.size < accounts.length || rules.size < sharings.length) return 'A code stands twice.';
  if (uneven) return `The shares of ${uneven.code} do not add up to the whole.`;
  if (new Set(ibans).size < ibans.length) return 'A bank account stands twice.';
  for (const { code, kind, sharing, iban, currency } of accounts) {
    if ((kind === 'income') !== (sharing !== undefined)) return `${code}: income is divided, nothing else is.`;
    if (sharing && !rules.has(sharing)) return `${code}: there is no rule ${sharing}.`;
    if ((iban === undefined) !== (currency === undefined)) return `${code}: a bank account has a currency.`;
    if (iban && kind !== 'asset') return `${code}: a bank account is an asset.`;
  }
  const lost = before.find(({ code, kind }) => accounts.find((one) => one.code === code)?.kind !== kind);
  return lost && `${lost.code} is in use: it stays, and stays ${lost.kind}.`;
}

/** Refuses: books.chart-unfit. */
export async function checkChart(tx: Tx, chart: Chart): Promise<void> {
  const fault = chartFault(chart, await store.accountsOf(tx, await store.newestVersion(tx)));
  if (fault) refuse('invalid', 'books.chart-unfit', fault);
  if (chart.validFrom < today(tx)) refuse('invalid', 'books.chart-unfit', 'A chart is valid from today on, or later.');
}
export async function publishChart(tx: Tx, chart: Chart, note: string, publishedBy: string): Promise<void> {
  await lockBooks(tx, 'alone');
  const version = (await store.newestVersion(tx)) + 1;
  await store.insertChart(tx, chart, { version, note, publishedBy });
}

/** Refuses: books.chart-unknown. */
export async function getChart(
  tx: Tx,
  { version }: InputOf<typeof getChartOperation>,
): Promise<OutputOf<typeof getChartOperation>> {
  const versions = await store.versions(tx);
  const shown = version ?? (await store.versionOn(tx, today(tx)));
  const found =
    versions.find((one) => one.version === shown) ??
    refuse('missing', 'books.chart-unknown', 'There is no such version of the chart of accounts.');
  return {
    ...{ version: shown, validFrom: found.validFrom },
    accounts: await store.accountsOf(tx, shown),
    sharings: await store.sharingsOf(tx, shown),
    versions: versions.map((one) => ({ ...one, publishedAt: one.publishedAt.toISOString() })),
  };
}
