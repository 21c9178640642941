// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, refuse } from '@stoa/kernel';
import * as contract from './contract.ts';
import { findContact } from './contacts.ts';
import * as people from './people.ts';
import * as profile from './profile.ts';
import { providerOf } from './provider.ts';
import { actFor } from './sessions.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { principalOfToken } from './tokens.ts';

export const routes = [
  handle(contract.registerOrganisation, people.registerOrganisation),
  handle(contract.getOrganisation, (tx, { id }) => people.getOrganisation(tx, id)),
  handle(contract.registerPerson, people.registerPerson),
  handle(contract.assignDuty, people.assignDuty),
  handle(contract.grantMandate, people.grantMandate),
  handle(contract.getProfile, (tx) => profile.getProfile(tx)),
  handle(contract.actFor, (tx, { organisationId }) => actFor(tx, organisationId)),
  handle(contract.listDataAccesses, (tx, { cursor, limit }) => profile.listDataAccesses(tx, cursor, limit ?? 20)),
  handle(contract.findContact, (tx, { personKey }) => findContact(tx, personKey)),
  handleOutsideTx(contract.describeInteraction, async (module, { uid }) => {
    const provider = providerOf(module);
    const interaction = await provider.Interaction.find(uid);
    if (!interaction) refuse('gone', 'identity.interaction-expired', 'This sign-in has expired. Start again.');
    const client = await provider.Client.find(String(interaction.params.client_id));
    return {
      waitsFor: interaction.prompt.name === 'consent' ? ('consent' as const) : ('password' as const),
      clientName: client?.clientName ?? String(interaction.params.client_id),
      scopes: String(interaction.params.scope ?? '').split(' '),
      action: `/sign-in/${uid}/continue`,
    };
  }),
  handleOutsideTx(contract.resolveToken, async (module, { token }) => {
    const principal = await principalOfToken(module, token);
    return principal ? { principal } : {};
  }),
  ...signInRoutes,
];
