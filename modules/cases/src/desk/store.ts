// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';

/** With its tasks that are not done; who had them has them no more. */
export async function moveCase(
  tx: Tx,
  id: string,
  { organisationId, regionCode, name }: { organisationId: string; regionCode: string; name: LocalText },
): Promise<void> {
  await tx.query('update case_file set office_id = $2, region_code = $3, office_name = $4 where id = $1', [
    ...[id, organisationId, regionCode, name],
  ]);
  await tx.query(
    `update task set office_id = $2, region_code = $3, assignee_id = null, assignee_name = null,
       state = case state when 'claimed' then 'open' else state end
     where case_id = $1 and state in ('open', 'claimed', 'waiting')`,
    [id, organisationId, regionCode],
  );
}
