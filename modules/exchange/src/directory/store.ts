// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';

/** Puts this hub on the list of those that run, as seen now. */
export const putHub = (module: ModuleRuntime, id: string, url: string) =>
  module.statement(
    'exchange-hub-beat',
    'insert into hub (id, url, seen_at) values ($1, $2, $3) on conflict (id) do update set seen_at = excluded.seen_at',
    [id, url, module.clock.now()],
  );
