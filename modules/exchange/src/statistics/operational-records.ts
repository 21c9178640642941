// SPDX-License-Identifier: Apache-2.0
/** Operational records read, and thrown away when their days are over. */
import { ConfigError, type ModuleRuntime, type Page, pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { OperationalRecord } from '../contract.ts';
import { observedSubsystems } from '../members/index.ts';
import { removeRecords } from './store.ts';

interface Row {
  id: string;
  request_in_ts: number;
  request_out_ts: number | null;
  response_in_ts: number | null;
  response_out_ts: number;
  hub_address: string;
  client_id: string;
  service_id: string;
  rest_method: string;
  rest_path: string | null;
  message_id: string;
  message_user_id: string | null;
  message_issue: string | null;
  represented_party: string | null;
  request_size: number;
  response_size: number | null;
  outcome: 'accepted' | 'refused' | 'failed';
  status_code: number;
  fault_code: string | null;
  fault_string: string | null;
}

const ms = (instant: string | undefined) => (instant === undefined ? null : Date.parse(instant));

export async function listOperationalRecords(
  tx: Tx,
  input: InputOf<typeof contract.listOperationalRecords>,
): Promise<Page<OperationalRecord>> {
  const observed = (await observedSubsystems(tx)) ?? null;
  return pageOfRows(
    input,
    (count) =>
      tx.query<Row>(
        `select * from operational_record
     where ($1::text[] is null or client_id = any($1) or service_id in (select id from service where subsystem_id = any($1))) and ($2::text is null or client_id = $2) and ($3::text is null or service_id = $3)
       and ($4::text is null or outcome = $4) and ($5::bigint is null or request_in_ts >= $5)
       and ($6::bigint is null or request_in_ts < $6) and ($7::uuid is null or id < $7)
     order by id desc limit $8`,
        [
          observed,
          input.clientId ?? null,
          input.serviceId ?? null,
          input.outcome ?? null,
          ms(input.from),
          ms(input.until),
          input.cursor ?? null,
          count,
        ],
      ),
    recordOf,
  );
}

function recordOf(row: Row): OperationalRecord {
  const [instance = '', memberClass = '', member = '', subsystem = ''] = row.client_id.split('/');
  const service = row.service_id.split('/');
  const party = row.represented_party?.split('/');
  return withoutNothing({
    monitoringDataTs: Math.floor(row.response_out_ts / 1000),
    securityServerInternalIp: row.hub_address,
    securityServerType: 'Client',
    requestInTs: row.request_in_ts,
    requestOutTs: row.request_out_ts,
    responseInTs: row.response_in_ts,
    responseOutTs: row.response_out_ts,
    clientXRoadInstance: instance,
    clientMemberClass: memberClass,
    clientMemberCode: member,
    clientSubsystemCode: subsystem,
    ...(service.length === 5
      ? {
          serviceXRoadInstance: service[0],
          serviceMemberClass: service[1],
          serviceMemberCode: service[2],
          serviceSubsystemCode: service[3],
          serviceCode: service[4],
        }
      : {}),
    restMethod: row.rest_method,
    restPath: row.rest_path,
    messageId: row.message_id,
    messageUserId: row.message_user_id,
    messageIssue: row.message_issue,
    messageProtocolVersion: '1',
    representedPartyClass: party?.[1] === undefined ? undefined : party[0],
    representedPartyCode: party?.at(-1),
    requestSize: row.request_size,
    responseSize: row.response_size,
    succeeded: row.outcome === 'accepted' && row.status_code < 400,
    statusCode: row.status_code,
    faultCode: row.fault_code,
    faultString: row.fault_string,
    serviceType: 'REST',
    xRoadVersion: '7.8.0',
  });
}

const withoutNothing = (fields: { [K in keyof OperationalRecord]: OperationalRecord[K] | null | undefined }) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as OperationalRecord;

/** `STOA_EXCHANGE_OPERATIONAL_DAYS`: how long records are kept; 7 when missing. */
export function operationalDays({ config }: ModuleRuntime): number {
  const days = Number(config.env.STOA_EXCHANGE_OPERATIONAL_DAYS ?? 7);
  if (!(days > 0 && days <= 3650)) throw new ConfigError('STOA_EXCHANGE_OPERATIONAL_DAYS must be from 1 to 3650 days');
  return days;
}

export const sweepOperationalRecords = (module: ModuleRuntime): Promise<void> =>
  removeRecords(module, module.clock.now().getTime() - operationalDays(module) * 86_400_000);
