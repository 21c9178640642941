// SPDX-License-Identifier: Apache-2.0
/** What who certifies packages asks of the catalogue: to read files, and to open a version to few or to all. */
import { CalendarDate, Instant, LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { ServicePackage } from './package-model.ts';

export const ServiceId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });
export const Version = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });
const Path = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}$', maxLength: 200 });
/** Content of a package folder by path, base64. */
export const PackageContent = Type.Record(Path, Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' }), {
  minProperties: 1,
  maxProperties: 200,
});
export type PackageContent = Static<typeof PackageContent>;

/** What is wrong, in a sentence for its author. */
const Problem = Type.Object({ file: Type.String(), message: Type.String() });

export const examineFiles = operation({
  name: 'catalogue.examine-files',
  method: 'POST',
  path: '/catalogue/examined-files',
  summary: 'Read the files of a package, lint it and play its scenarios; nothing is kept',
  input: Type.Object({ files: PackageContent }),
  output: Type.Object({
    version: Version,
    /** Missing where the files cannot be read as a package. */
    package: Type.Optional(ServicePackage),
    problems: Type.Array(Problem),
    scenarios: Type.Array(
      Type.Object({
        ...{ file: Type.String(), title: Type.String(), problems: Type.Array(Type.String()) },
        /** What expressions and tables see in it. */
        context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
    /** Of `load.yaml`. */
    load: Type.Optional(
      Type.Object({ casesPerMonth: Type.Number(), busiestHourShare: Type.Number(), pageP95Ms: Type.Number() }),
    ),
  }),
  permission: 'catalogue:certify',
  audit: 'none',
  bodyMiB: 12,
});
export type Examined = Static<typeof examineFiles.output>;

/** Of each digest what the one who certifies says: kept until they say something else. */
export const noteCertificate = operation({
  name: 'catalogue.note-certificate',
  method: 'PUT',
  path: '/catalogue/services/:id/certificates',
  summary: 'Say whether the certificate of a version is in force',
  input: Type.Object({
    id: ServiceId,
    version: Version,
    certificate: Type.String({ maxLength: 40 }),
    valid: Type.Boolean(),
  }),
  output: Type.Object({ version: Version }),
  permission: 'catalogue:certify',
  audit: 'catalogue.certificate-noted',
  about: { type: 'service', id: 'id', facts: ['version'] },
});

/** `all`: what everybody gets from now on. Otherwise the people and organisations named, and a share of the rest. */
export const Audience = Type.Object({
  all: Type.Boolean(),
  /** Pseudonyms. */
  people: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 }),
  organisations: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1000 }),
  /** Of a thousand who apply. */
  perMille: Type.Integer({ minimum: 0, maximum: 1000 }),
  until: Type.Optional(Instant),
});
export type Audience = Static<typeof Audience>;

export const openVersion = operation({
  name: 'catalogue.open-version',
  method: 'PUT',
  path: '/catalogue/services/:id/releases',
  summary: 'Open a certified version to some or to all: the files must be those that were certified',
  input: Type.Object({ id: ServiceId, version: Version, files: PackageContent, audience: Audience }),
  output: Type.Object({ version: Version }),
  permission: 'catalogue:certify',
  audit: 'catalogue.version-opened',
  about: { type: 'service', id: 'id', facts: ['version'] },
  bodyMiB: 12,
  refusals: ['catalogue.digest-differs', 'catalogue.package-faulty', 'catalogue.certificate-missing'],
});

export const closeVersion = operation({
  name: 'catalogue.close-version',
  method: 'DELETE',
  path: '/catalogue/services/:id/releases/:version',
  summary: 'Take a version back: applications begin with the one before; cases stay on theirs',
  input: Type.Object({ id: ServiceId, version: Version }),
  output: Type.Object({ version: Version }),
  permission: 'catalogue:certify',
  audit: 'catalogue.version-closed',
  about: { type: 'service', id: 'id', facts: ['version'] },
});

/** One that came along with its certificate: the suites were run over it where it was made. */
export const Shipped = Type.Object({
  serviceId: ServiceId,
  version: Version,
  title: LocalText,
  certifiedOn: CalendarDate,
  regulation: Type.String({ maxLength: 20 }),
  /** What was noted of each suite. */
  suites: Type.Record(Type.String(), Type.Object({ checks: Type.Integer(), notes: Type.Integer() })),
});
export type Shipped = Static<typeof Shipped>;
export const listShipped = operation({
  name: 'catalogue.list-shipped',
  method: 'GET',
  path: '/catalogue/shipped-certificates',
  summary: 'Packages of this installation that came with a certificate and are byte for byte what was certified',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Shipped),
    /** Articles of law in force, as packages cite them, that came along with the packages. */
    articles: Type.Record(Type.String(), Type.Object({ from: CalendarDate, until: Type.Optional(CalendarDate) })),
  }),
  permission: 'catalogue:certify',
  audit: 'none',
});

/** Contents are base64, by path within the folder. It is checked as at the start of the platform; cases stay on their version. */
export const publishPackage = operation({
  name: 'catalogue.publish-package',
  method: 'POST',
  path: '/catalogue/packages',
  summary: 'Publish a service package: new cases are pinned to it',
  input: Type.Object({
    files: Type.Record(Type.String({ maxLength: 200 }), Type.String({ description: 'base64' })),
  }),
  output: Type.Object({ serviceId: ServiceId, version: Version, changed: Type.Boolean() }),
  permission: 'catalogue:publish',
  bodyMiB: 8,
  audit: 'catalogue.package-published',
  about: { type: 'service', id: 'serviceId', facts: ['version', 'changed'] },
  refusals: ['catalogue.package-invalid', 'catalogue.certificate-missing'],
});
