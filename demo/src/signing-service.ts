// SPDX-License-Identifier: Apache-2.0
/**
 * A remote signing service by the Cloud Signature Consortium API v2: keeps keys of an institution's people and signs
 * hashes with them when they give their PIN. A PIN opens one signature over the hashes named with it (SCAL 2).
 */
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { demoSigningPin } from '@stoa/country-xm';
import { type Static, type TObject, Type } from 'typebox';
import { Value } from 'typebox/value';
import { listen, newServer, type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text } from './settings.ts';
import { fileKeyStore, type KeyStore } from './signing/keys.ts';

export interface SigningServiceOptions {
  readonly dataDir: string;
  readonly port?: number;
  /** Of everybody here: it is a demo. */
  readonly pin?: string;
  /** A token that callers must show; none is asked for without it. */
  readonly token?: string;
  readonly keys?: KeyStore;
  readonly now?: () => Date;
}

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const algorithms = ['1.2.840.10045.2.1', '1.2.840.10045.4.3.2'];
const authorisedMs = 5 * 60_000;
const triesBeforeLock = 5;
const lockedMs = 15 * 60_000;

const Id = Type.String({ minLength: 1, maxLength: 100 });
const Hashes = Type.Array(Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), { minItems: 1, maxItems: 10 });

class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** `POST /csc/v2/<method>`: `info`, `credentials/list`, `credentials/info`, `credentials/authorize`, `signatures/signHash`. */
export async function startSigningService(options: SigningServiceOptions): Promise<RunningService> {
  const { pin = demoSigningPin, token, now = () => new Date() } = options;
  const keys = options.keys ?? fileKeyStore(join(options.dataDir, 'signing-service'));
  const opened = new Map<string, { credentialID: string; hashes: string[]; until: number }>();
  const wrong = new Map<string, { times: number; until: number }>();
  const app = newServer();
  app.get('/health', () => ({ status: 'up' }));

  const method = <T extends TObject>(name: string, input: T, run: (input: Static<T>) => Promise<object>) =>
    app.post<{ Body: unknown }>(`/csc/v2/${name}`, async (request, reply) => {
      try {
        if (token && request.headers.authorization !== `Bearer ${token}`)
          throw new ServiceError('invalid_token', 'The access token is missing or wrong.', 401);
        const body: unknown = request.body ?? {};
        if (!Value.Check(input, body))
          throw new ServiceError('invalid_request', 'A parameter is missing or malformed.');
        return await run(body);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return reply.code(error.status).send({ error: error.code, error_description: error.message });
      }
    });
  const certificateOf = async (credentialID: string) =>
    (await keys.certificateOf(credentialID)) ?? fail('invalid_request', 'Invalid parameter credentialID');

  method('info', Type.Object({}), async () => ({
    specs: '2.0.0.2',
    name: 'Meridia demo signing service',
    logo: '',
    region: 'XM',
    lang: 'en',
    description: 'Keeps keys of the demo country. Nobody should trust it.',
    authType: ['external'],
    methods: ['credentials/list', 'credentials/info', 'credentials/authorize', 'signatures/signHash'],
  }));
  method('credentials/list', Type.Object({ userID: Id }), async ({ userID }) => ({
    credentialIDs: [await keys.credentialOf(userID)],
  }));
  method('credentials/info', Type.Object({ credentialID: Id }), async ({ credentialID }) => ({
    key: { status: 'enabled', algo: algorithms, len: 256, curve: '1.2.840.10045.3.1.7' },
    cert: { status: 'valid', certificates: [(await certificateOf(credentialID)).toString('base64')] },
    auth: {
      mode: 'explicit',
      expression: 'PIN',
      objects: [{ type: 'Password', id: 'PIN', format: 'N', label: 'PIN', description: 'The PIN of your key' }],
    },
    SCAL: '2',
    multisign: 1,
  }));
  method(
    'credentials/authorize',
    Type.Object({
      credentialID: Id,
      numSignatures: Type.Literal(1),
      hashes: Hashes,
      hashAlgorithmOID: Type.Literal(sha256Oid),
      authData: Type.Array(Type.Object({ id: Type.String(), value: Type.String({ maxLength: 100 }) }), { maxItems: 4 }),
    }),
    async ({ credentialID, hashes, authData }) => {
      await certificateOf(credentialID);
      const at = now().getTime();
      const before = wrong.get(credentialID);
      if (before && before.times >= triesBeforeLock && before.until > at)
        throw new ServiceError('invalid_pin', 'The PIN is locked for some minutes.');
      if (!same(authData.find(({ id }) => id === 'PIN')?.value ?? '', pin)) {
        wrong.set(credentialID, { times: (before && before.until > at ? before.times : 0) + 1, until: at + lockedMs });
        throw new ServiceError('invalid_pin', 'The PIN is wrong.');
      }
      wrong.delete(credentialID);
      for (const [id, { until }] of opened) if (until < at) opened.delete(id);
      const SAD = randomUUID();
      opened.set(SAD, { credentialID, hashes, until: at + authorisedMs });
      return { SAD, expiresIn: authorisedMs / 1000 };
    },
  );
  method(
    'signatures/signHash',
    Type.Object({
      credentialID: Id,
      SAD: Type.String({ maxLength: 100 }),
      hashes: Hashes,
      hashAlgorithmOID: Type.Literal(sha256Oid),
      signAlgo: Type.Enum(algorithms),
    }),
    async ({ credentialID, SAD, hashes }) => {
      const open = opened.get(SAD);
      opened.delete(SAD);
      const fits =
        open?.credentialID === credentialID && open.until > now().getTime() && open.hashes.join() === hashes.join();
      if (!fits) throw new ServiceError('invalid_request', 'Invalid parameter SAD');
      const signatures = await Promise.all(hashes.map((one) => keys.sign(credentialID, Buffer.from(one, 'base64'))));
      return { signatures: signatures.map((one) => one.toString('base64')) };
    },
  );
  return listen(app, options.port ?? 0);
}

const fail = (code: string, message: string): never => {
  throw new ServiceError(code, message);
};

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Settings: SIGNING_SERVICE_PORT (4712), SIGNING_SERVICE_PIN, DEMO_DATA. */
export const signingService = () =>
  startSigningService({
    dataDir: dataFolder(),
    port: portNumber('SIGNING_SERVICE_PORT', 4712),
    pin: text('SIGNING_SERVICE_PIN', demoSigningPin),
  });

if (import.meta.main) await runProgram(async () => ({ signingService: await signingService() }));
