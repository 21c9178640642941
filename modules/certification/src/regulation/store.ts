// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

/** Signed again by the same person, nothing changes. */
export const adopt = (
  tx: Tx,
  one: { version: string; sha256: string; personId: string; name: string; duty: string; at: Date },
) =>
  tx.query(
    `insert into adoption (version, sha256, person_id, name, duty, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [one.version, one.sha256, one.personId, one.name, one.duty, one.at],
  );
