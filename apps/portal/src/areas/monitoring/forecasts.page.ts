// SPDX-License-Identifier: Apache-2.0
/** When disks are full and services have more calls than they were built for. */
import { listForecasts, platformDisk, setCallLimit } from '@stoa/monitoring/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { runs, watchers } from './shared.ts';

const address = '/operations/monitoring/forecasts';

export const forecastsPage = definePage({
  path: address,
  duty: watchers,
  component: 'monitoring/ForecastsPage',
  load: async (context) => {
    const { items } = await context.call(listForecasts, {});
    const forecasts = items.map(({ name, ...one }) => ({
      ...one,
      name: name ? context.text(name) : one.id,
      platform: one.id === platformDisk,
    }));
    const chosen = forecasts.find(({ kind, id }) => kind === 'calls' && id === context.query.service);
    return { forecasts, runs: runs(context), ...(chosen ? { chosen } : {}) };
  },
  act: async ({ call, query }, form) => {
    const text = form.get('callsPerDay').replaceAll(/\s/g, '');
    if (!query.service) return redirect(address);
    if (!/^(?:|[1-9]\d{0,11})$/.test(text))
      return again([{ field: 'callsPerDay', code: 'monitoring.call-limit-wrong' }]);
    await call(setCallLimit, { code: query.service, ...(text === '' ? {} : { callsPerDay: Number(text) }) });
    return redirect(address, { notice: 'monitoring-done' });
  },
});
export type ForecastsProps = PropsOf<typeof forecastsPage>;
