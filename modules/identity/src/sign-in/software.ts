// SPDX-License-Identifier: Apache-2.0
/** Software of an organisation: it signs in by its key (RFC 7523) and acts within its power, for as long as that lasts. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { type AdapterPayload, errors } from 'oidc-provider';
import type { holdPowers } from '../contract.ts';
import { actingForOf, type HeldPowerRow } from '../held.ts';

type Software = NonNullable<InputOf<typeof holdPowers>['software']>;

/** Undefined for what is unknown, withdrawn or over. */
async function findSoftware(tx: Tx, id: string): Promise<(Software & { power: HeldPowerRow }) | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const { rows } = await tx.prepared<Software & { power: HeldPowerRow }>(
    'identity-software',
    `select s.id, s.name, s.jwk, s.scopes, jsonb_build_object('kind', h.kind, 'onBehalfOf', h.on_behalf_of, 'name', h.name,
       'role', h.role, 'services', h.services, 'acts', h.acts) as power
     from software s join held_power h on h.person_key = 'software:' || s.id
     where s.id::text = $1 and h.from_at <= $2 and (h.until_at is null or h.until_at > $2)`,
    [id, tx.now],
  );
  return rows[0];
}

/** As the OpenID provider knows it. */
export async function clientOfSoftware(tx: Tx, id: string): Promise<AdapterPayload | undefined> {
  const software = await findSoftware(tx, id);
  return (
    software && {
      ...{ client_id: id, client_name: software.name, redirect_uris: [], response_types: [] },
      ...{ grant_types: ['client_credentials'], token_endpoint_auth_method: 'private_key_jwt' },
      ...{ token_endpoint_auth_signing_alg: 'ES256', jwks: { keys: [software.jwk] } },
    }
  );
}

const longestSeconds = 300;
/** What signs in is made for one use, soon. */
export function demandShortLived(module: ModuleRuntime, { exp }: { exp?: number }): void {
  if ((exp ?? Number.POSITIVE_INFINITY) - module.clock.now().getTime() / 1000 > longestSeconds + 30)
    throw new errors.InvalidClientAuth('the client assertion must expire within five minutes');
}

/** It acts in the name of its organisation, as strongly as somebody with two factors, and has nothing of its own. */
export async function principalOfSoftware(tx: Tx, id: string): Promise<Principal | undefined> {
  const software = await findSoftware(tx, id);
  const actingFor = software && actingForOf([software.power]);
  if (!actingFor) return undefined;
  const { name, scopes } = software;
  return { kind: 'person', id, name, duties: [], assurance: 2, actingFor, client: { id, scopes } };
}
