// SPDX-License-Identifier: Apache-2.0
/**
 * The portal's side on the exchange: cases of departments ask for an agreement by a request, which is acknowledged once it is
 * kept, and answered once it is settled. Asking twice, and answering twice, is asking and answering once.
 */
import { getPackage } from '@stoa/catalogue/contract';
import { type ConnectorClient, connectorClient, type DeliveredMessage, inCircuit } from '@stoa/exchange/contract';
import {
  audit,
  complaints,
  describeError,
  isRefusal,
  idOf,
  job,
  type ModuleRuntime,
  newId,
  personKey,
  type Tx,
} from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { type AgreementAnswer, Proposal } from './contract.ts';
import * as queries from './queries.ts';
import { statementOf } from './statement.ts';
import * as store from './store.ts';
import { tellSide } from './telling.ts';
import { givenTerms, labelsOf, packageOf } from './terms.ts';
import type { Static } from 'typebox';

const self = { kind: 'service', id: 'agreements' } as const;
const atOnce = 100;

function portalConnector(module: ModuleRuntime): ConnectorClient | undefined {
  const { STOA_PLATFORM_CONNECTOR_URL: url, STOA_PLATFORM_CONNECTOR_TOKEN: token } = module.config.env;
  const { platformSubsystem } = module.country.exchange;
  return url ? connectorClient(url, inCircuit(platformSubsystem, module.config.circuit), token) : undefined;
}

export async function takeProposals(module: ModuleRuntime): Promise<void> {
  const connector = portalConnector(module);
  for (let taken = 0; connector && taken < atOnce; taken += 1) {
    const message = await connector.nextRequest(module.country.exchange.agreement);
    if (!message) return;
    await takeProposal(module, connector, message).catch((error: unknown) => {
      // Its lease runs out and it comes again; the messages behind it need not wait.
      module.log.warn({ err: describeError(error), message: message.messageId }, 'a proposal could not be taken in');
    });
  }
}

async function takeProposal(
  module: ModuleRuntime,
  connector: ConnectorClient,
  message: DeliveredMessage,
): Promise<void> {
  const fault = await faultOf(module, message);
  if (fault) {
    const rejection = { code: 'FAILURE' as const, description: fault };
    await connector.sendResponse({ messageId: answerId(message.messageId), to: message.replyTo, rejection });
  } else await module.tx(self, (tx) => keepProposal(tx, message, message.content as Proposal));
  await connector.acknowledge(message.messageId);
}

/** Without the instance, which differs by circuit. */
const bare = (subsystem: string): string => subsystem.split('/').slice(1).join('/');

async function faultOf(
  module: ModuleRuntime,
  { content, from }: Pick<DeliveredMessage, 'content' | 'from'>,
): Promise<string | undefined> {
  const [wrong] = complaints(Proposal, content);
  if (wrong) return `does not fit the type: ${wrong.pointer} ${wrong.message}`;
  const { proposer, other, service, terms, open, law } = content as Proposal;
  if (proposer.kind === other.kind && proposer.number === other.number)
    return 'proposer and other are the same: nobody agrees with themselves';
  for (const { kind, number } of [proposer, other])
    if (kind === 'person' && !module.country.isNumber(module.country.personScheme, number))
      return 'the number of a person has a mistake: its check digits do not match';
  const pkg = await module.call(getPackage, { id: service }).catch((error: unknown) => {
    if (isRefusal(error) && error.kind === 'missing') return undefined;
    throw error;
  });
  if (!pkg) return `there is no service "${service}"`;
  const { subsystem } = pkg.facts;
  if (bare(from) !== bare(subsystem)) return `cases of "${service}" are not yours: they come from ${subsystem}`;
  const strange = [...Object.keys(terms), ...open].find((name) => !pkg.fields.some((field) => field.name === name));
  if (strange !== undefined) return `the package ${service} has no field "${strange}"`;
  if (law !== null && !pkg.decisions[law]) return `the package ${service} has no table "${law}"`;
  return undefined;
}

/** The same request is kept once; undefined where it is kept already. */
export async function enterProposal(
  tx: Tx,
  message: Pick<DeliveredMessage, 'messageId' | 'replyTo'>,
  proposal: Proposal,
  madeAt: Date,
) {
  const { country } = tx.module;
  const idOfParty = ({ kind, number }: Proposal['other']) =>
    kind === 'organisation' ? number : personKey(tx.module, country.schemeOf(country.personScheme), number);
  const { act, contract, law, open, proposer, other, until, caseId, mustAgree, service: serviceId } = proposal;
  const { version } = await tx.module.call(getPackage, { id: serviceId });
  const row = {
    ...{ id: newId(madeAt.getTime()), messageId: message.messageId, replyTo: message.replyTo, caseId },
    ...{ serviceId, serviceVersion: version, act, contract, law, open: mustAgree ? open : [], until, madeAt },
    ...{ proposerKind: proposer.kind, proposerId: idOfParty(proposer), proposerName: proposer.name },
    ...{ otherKind: other.kind, otherId: idOfParty(other), otherName: other.name },
    state: mustAgree ? ('open' as const) : ('told' as const),
  };
  if (!(await store.insertAgreement(tx, row))) return undefined;
  const terms = givenTerms(proposal.terms);
  await store.insertVersion(tx, row.id, {
    ...{ number: 1, side: 'proposer', terms, ...statementOf(row, 1, terms), madeAt },
  });
  return { ...row, terms };
}

async function keepProposal(tx: Tx, message: DeliveredMessage, proposal: Proposal): Promise<void> {
  const row = await enterProposal(tx, message, proposal, tx.now);
  if (!row) return;
  const { id, act, otherKind, otherId, terms } = row;
  await audit(tx, {
    action: 'agreements.agreement-proposed',
    object: { type: 'agreement', id },
    ...(otherKind === 'person' ? { subject: otherId } : {}),
    purpose: 'Bringing a proposal to the other side',
    details: { act, sha256: statementOf(row, 1, terms).sha256 },
  });
  if (!proposal.mustAgree) await answer.enqueue(tx, { id }, { key: id });
  await tellSide(tx, proposal.mustAgree ? 'proposed' : 'told', row, 'other', 1);
}

const answerId = (messageId: string): string => idOf(`agreement answer ${messageId}`);

async function answerOf(tx: Tx, id: string) {
  const row = await queries.agreementById(tx, id);
  const newest = (await queries.versionsOf(tx, id)).at(-1);
  if (!row || !newest) return undefined;
  const content: Static<typeof AgreementAnswer> = {
    ...{ outcome: row.state, agreementId: id, version: newest.number, terms: newest.terms },
    labels: labelsOf(await packageOf(tx.module, row), newest.terms),
    ...(row.settledAt ? { concludedAt: row.settledAt.toISOString() } : {}),
  };
  return { messageId: answerId(row.messageId), to: row.replyTo, content };
}

/** Tells the case what came of it; the exchange takes the same answer once. */
export const answer = job(
  'agreements.answer',
  Type.Object({ id: Uuid }),
  async (module, { id }) => {
    const response = await module.tx(self, (tx) => answerOf(tx, id));
    const connector = portalConnector(module);
    if (!connector) throw new Error('STOA_PLATFORM_CONNECTOR_URL is not set');
    if (response) await connector.sendResponse(response);
  },
  { tx: false },
);
