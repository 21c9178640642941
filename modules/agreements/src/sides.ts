// SPDX-License-Identifier: Apache-2.0
/** For which side somebody speaks, and in which services. */
import { refuse, servicesFor, type Tx } from '@stoa/kernel';
import type { Act } from '@stoa/kernel/contract';
import type { SideName } from './contract.ts';
import type { AgreementRow, PartyId } from './queries.ts';

export interface Speaker extends PartyId {
  readonly name: string;
  /** Services that the power covers, by act; null: all. */
  readonly services: Record<'read' | 'apply', readonly string[] | null>;
}

export function speakerOf(tx: Tx): Speaker {
  const { principal } = tx;
  if (principal.kind !== 'person') return refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
  const { actingFor, personKey, id, name } = principal;
  const covered = (act: Act) => {
    const services = servicesFor(actingFor, act);
    return services.includes('*') ? null : services;
  };
  const services = { read: covered('read'), apply: covered('apply') };
  return actingFor
    ? { kind: actingFor.kind, id: actingFor.id, name, services }
    : { kind: 'person', id: personKey ?? id, name, services };
}

const isSide = (side: PartyId, kind: string, id: string) => side.kind === kind && side.id === id;

/** Undefined for who is no side of it, or whose power does not cover the service. */
export function sideIn(
  speaker: Speaker,
  row: Pick<AgreementRow, 'serviceId' | 'proposerKind' | 'proposerId' | 'otherKind' | 'otherId'>,
  act: 'read' | 'apply',
): SideName | undefined {
  const services = speaker.services[act];
  if (services && !services.includes(row.serviceId)) return undefined;
  if (isSide(speaker, row.proposerKind, row.proposerId)) return 'proposer';
  return isSide(speaker, row.otherKind, row.otherId) ? 'other' : undefined;
}

/** Whose turn it is: who did not write the newest terms answers them; once accepted, who wrote them signs. */
export const turnOf = (state: AgreementRow['state'], writtenBy: SideName): SideName | undefined => {
  if (state === 'open') return writtenBy === 'proposer' ? 'other' : 'proposer';
  return state === 'accepted' ? writtenBy : undefined;
};
