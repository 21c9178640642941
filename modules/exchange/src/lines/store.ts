// SPDX-License-Identifier: Apache-2.0
/** What is written about sessions; a hot path: each is a named statement. */
import type { ModuleRuntime } from '@stoa/kernel';
import { leavesOf, type SignedRoot } from '../wire/index.ts';

export const putSession = (module: ModuleRuntime, id: string, hubId: string, subsystem: string, keyId: string) =>
  module.statement(
    'exchange-session-open',
    'insert into session (id, hub_id, subsystem_id, key_id, opened_at) values ($1, $2, $3, $4, $5)',
    [id, hubId, subsystem, keyId, module.clock.now()],
  );

export async function putRoot(
  module: ModuleRuntime,
  sessionId: string,
  side: 'connector' | 'hub',
  root: SignedRoot,
): Promise<void> {
  const leaves = leavesOf(root.leaves);
  await module.statement(
    'exchange-session-root',
    `insert into session_root (session_id, side, first_seq, last_seq, leaves, key_id, signature, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      sessionId,
      side,
      root.first,
      root.first + leaves.length - 1,
      Buffer.concat(leaves),
      root.keyId,
      Buffer.from(root.signature, 'base64'),
      module.clock.now(),
    ],
  );
}

export const closeSession = (module: ModuleRuntime, id: string, reason: string) =>
  module.statement('exchange-session-close', 'update session set closed_at = $2, close_reason = $3 where id = $1', [
    id,
    module.clock.now(),
    reason,
  ]);
