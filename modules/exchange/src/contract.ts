// SPDX-License-Identifier: Apache-2.0
import { Instant, LocalText, operation, IdPageInput, pageOf } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Connection } from './contract/subsystems.ts';
import { MessageEvidence } from './contract/message-evidence.ts';
import { KeyRequests } from './contract/certificates.ts';
import { Persons } from './contract/persons.ts';
import { SubsystemId } from './contract/subsystem-id.ts';

export * from './contract/connector-client.ts';
export * from './contract/events.ts';
export * from './contract/explained-calls.ts';
export * from './contract/health.ts';
export * from './contract/message-evidence.ts';
export * from './contract/message-search.ts';
export * from './contract/operational-data.ts';
export * from './contract/quotas.ts';
export type { PersonPlace } from './contract/persons.ts';
export * from './contract/rights.ts';
export * from './contract/subsystems.ts';
export * from './contract/certificates.ts';
export * from './contract/certificate-requests.ts';
export * from './contract/evidence.ts';

const Name = Type.String({
  pattern: "^(?!(listMethods|allowedMethods|getOpenAPI|events|\\.{1,2})$)[A-Za-z0-9'()+,.=?_-]{1,100}$",
});
export const MemberId = Type.String({ pattern: "^[A-Za-z0-9'()+,.=?-]+(/[A-Za-z0-9'()+,.=?-]+){2}$", maxLength: 150 });
/** Identifier of an exchange service, or an information type. */
export const TargetId = Type.String({ maxLength: 300, minLength: 3 });

export const registerSubsystem = operation({
  name: 'exchange.register-subsystem',
  method: 'PUT',
  path: '/exchange/subsystems',
  summary: 'Register a subsystem and, when new, its member',
  input: Type.Object({
    id: SubsystemId,
    name: LocalText,
    memberName: LocalText,
    organisationId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: "whose engineers answer for the member's subsystems" }),
    ),
  }),
  output: Type.Object({ id: SubsystemId }),
  permission: 'exchange:administer',
  audit: 'exchange.subsystem-registered',
  about: { type: 'subsystem', id: 'id', facts: ['memberName', 'organisationId'] },
});

export const publishService = operation({
  name: 'exchange.publish-service',
  method: 'PUT',
  path: '/exchange/services',
  summary: 'Offer a service of a subsystem on the exchange',
  input: Type.Object({
    subsystemId: SubsystemId,
    code: Name,
    name: LocalText,
    timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 300_000 })),
    immediate: Type.Optional(
      Type.Boolean({
        description: 'takes messages with a signature of their own only, none under the MAC of a session',
      }),
    ),
    fallback: Type.Optional(
      Type.Boolean({
        description: 'calls may wait in the mailbox while its connector is away, where their callers ask',
      }),
    ),
    persons: Persons,
  }),
  output: Type.Object({ id: TargetId }),
  permission: 'exchange:administer',
  audit: 'exchange.service-published',
  about: { type: 'service', id: 'id', facts: ['subsystemId', 'code'] },
  refusals: ['exchange.subsystem-unknown'],
});

/** A JSON Schema 2020-12, or the text of an XSD that stands alone; content is then a string that holds an XML document. */
const ContentSchema = Type.Union([
  Type.Object({}, { additionalProperties: true }),
  Type.String({ minLength: 1, maxLength: 500_000 }),
]);

export const publishInformationType = operation({
  name: 'exchange.publish-information-type',
  method: 'PUT',
  path: '/exchange/information-types',
  summary: 'Register a versioned message schema and who serves it',
  input: Type.Object({
    id: TargetId,
    providerId: SubsystemId,
    name: LocalText,
    requestSchema: ContentSchema,
    responseSchema: ContentSchema,
    persons: Persons,
  }),
  output: Type.Object({ id: TargetId }),
  permission: 'exchange:administer',
  audit: 'exchange.information-type-published',
  about: { type: 'information-type', id: 'id', facts: ['providerId'] },
  refusals: ['exchange.subsystem-unknown', 'exchange.schema-invalid', 'exchange.type-immutable'],
});

export const allowEnrolment = operation({
  name: 'exchange.allow-enrolment',
  method: 'POST',
  path: '/exchange/enrolments',
  summary: 'Make a single-use token with which a connector enrols',
  input: Type.Object({ subsystemId: SubsystemId }),
  output: Type.Object({ token: Type.String(), expiresAt: Instant }),
  permission: 'exchange:administer',
  audit: 'exchange.enrolment-allowed',
  about: { type: 'subsystem', id: 'subsystemId', facts: [] },
  refusals: ['exchange.subsystem-unknown'],
});

/** The connector made its keys itself; only their public halves travel. */
export const enrolConnector = operation({
  name: 'exchange.enrol-connector',
  method: 'POST',
  path: '/exchange/enrol',
  summary: 'Get certificates for the keys of a connector',
  input: Type.Object({
    subsystemId: SubsystemId,
    token: Type.String({ minLength: 20, maxLength: 100 }),
    ...KeyRequests.properties,
  }),
  output: Type.Object({
    tlsCertificate: Type.String(),
    signingCertificate: Type.String(),
    signingKeyId: Type.String(),
    authority: Type.String(),
    hubUrl: Type.String(),
  }),
  permission: 'public',
  audit: 'exchange.connector-enrolled',
  about: { type: 'subsystem', id: 'subsystemId', facts: [] },
  refusals: [
    'exchange.enrolment-refused',
    'exchange.key-unsuitable',
    'exchange.certificate-waiting',
    'exchange.certificate-rejected',
  ],
});

export const revokeCertificates = operation({
  name: 'exchange.revoke-certificates',
  method: 'POST',
  path: '/exchange/revocations',
  summary: 'Shut a subsystem out: revoke its certificates',
  input: Type.Object({ subsystemId: SubsystemId }),
  output: Type.Object({ revoked: Type.Integer() }),
  permission: 'exchange:administer',
  audit: 'exchange.certificates-revoked',
  about: { type: 'subsystem', id: 'subsystemId', facts: [] },
});

export const ExchangeOverview = Type.Object({
  subsystems: Type.Array(
    Type.Object({
      id: SubsystemId,
      name: LocalText,
      memberName: LocalText,
      organisationId: Type.Optional(Type.String({ description: 'whose engineers answer for it' })),
      connected: Type.Boolean({ description: 'a connector of it holds a tunnel to the hub' }),
      connection: Connection,
      heardAt: Type.Optional(Type.Union([Instant], { description: 'when it last sent a message or opened a session' })),
      certificateUntil: Type.Optional(Instant),
      services: Type.Array(Type.Object({ id: TargetId, name: LocalText })),
      informationTypes: Type.Array(Type.Object({ id: TargetId, name: LocalText })),
    }),
  ),
  /** Who called whom within the last 24 hours. */
  traffic: Type.Array(
    Type.Object({
      client: Type.String(),
      target: Type.String(),
      accepted: Type.Integer(),
      refused: Type.Integer(),
      failed: Type.Integer(),
    }),
  ),
});
export type ExchangeOverview = Static<typeof ExchangeOverview>;

export const getOverview = operation({
  name: 'exchange.get-overview',
  method: 'GET',
  path: '/exchange/overview',
  summary: 'Members, services and traffic of the exchange; an engineer has those of their own organisation',
  input: Type.Object({}),
  output: ExchangeOverview,
  permission: 'exchange:observe',
  audit: 'none',
});

export const listMessages = operation({
  name: 'exchange.list-messages',
  method: 'GET',
  path: '/exchange/messages',
  summary: 'Logged messages of one matter or one exchange, with their signatures checked',
  input: Type.Object({
    issue: Type.Optional(Type.String({ maxLength: 200 })),
    messageId: Type.Optional(Type.String({ maxLength: 100 })),
    outcome: Type.Optional(Type.Union([Type.Literal('accepted'), Type.Literal('refused'), Type.Literal('failed')])),
    ...IdPageInput,
  }),
  output: pageOf(MessageEvidence),
  permission: 'exchange:audit',
  audit: 'exchange.messages-read',
  about: { type: 'messages', id: 'issue', facts: 'input' },
});
