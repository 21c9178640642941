// SPDX-License-Identifier: Apache-2.0
/** The institution's remote signing service, by the API v2 of the Cloud Signature Consortium. */
import { hash, X509Certificate } from 'node:crypto';
import { describeError, type ModuleRuntime, refuse } from '@stoa/kernel';
import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const ecdsaSha256Oid = '1.2.840.10045.4.3.2';

/** `STOA_SIGNING_SERVICE_URL`, the part before `/credentials/…`; `STOA_SIGNING_SERVICE_TOKEN` it knows us by. */
const addressOf = ({ config: { env } }: ModuleRuntime) => env.STOA_SIGNING_SERVICE_URL?.replace(/\/$/, '') || undefined;
export const hasRemoteService = (module: ModuleRuntime): boolean => addressOf(module) !== undefined;

const away = (): never =>
  refuse('unavailable', 'signing.service-away', 'The signing service does not answer. Try again in a few minutes.', {
    retryAfterSeconds: 60,
  });

async function ask<T extends TSchema>(module: ModuleRuntime, method: string, input: object, answer: T) {
  const base =
    addressOf(module) ??
    refuse(
      'unavailable',
      'signing.service-none',
      'No signing service is set up here. Use a key in the browser or in a file.',
    );
  const { STOA_SIGNING_SERVICE_TOKEN: token } = module.config.env;
  let status: number;
  let body: unknown;
  try {
    const response = await fetch(`${base}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(15_000),
    });
    status = response.status;
    body = await response.json();
  } catch (error) {
    module.log.warn({ err: describeError(error), method }, 'the signing service does not answer');
    return away();
  }
  if (status === 400 && /pin|otp|auth_?data|sad/i.test(errorOf(body)))
    refuse('invalid', 'signing.code-wrong', 'The code is wrong or was used up. Check it and enter it again.');
  if (status === 200 && Value.Check(answer, body)) return body;
  module.log.warn({ method, status, error: errorOf(body) }, 'the signing service refuses');
  return away();
}

const errorOf = (body: unknown): string => {
  const { error, error_description: text } = (body ?? {}) as { error?: unknown; error_description?: unknown };
  return `${String(error ?? '')} ${String(text ?? '')}`;
};

/** The first key the service keeps for the person that can be used. */
export async function remoteKeyOf(
  module: ModuleRuntime,
  personId: string,
): Promise<{ credentialId: string; publicKey: Buffer }> {
  const { credentialIDs } = await ask(
    module,
    'credentials/list',
    { userID: personId },
    Type.Object({ credentialIDs: Type.Array(Type.String()) }),
  );
  const [credentialId] = credentialIDs;
  if (credentialId === undefined) return noKey();
  const info = await ask(
    module,
    'credentials/info',
    { credentialID: credentialId, certificates: 'single' },
    Type.Object({
      key: Type.Object({ status: Type.String() }),
      cert: Type.Object({ certificates: Type.Array(Type.String(), { minItems: 1 }) }),
    }),
  );
  if (info.key.status !== 'enabled') noKey();
  return { credentialId, publicKey: publicKeyIn(info.cert.certificates[0] ?? '') };
}

const noKey = (): never =>
  refuse(
    'invalid',
    'signing.key-unsuitable',
    'The signing service keeps no key of yours. Ask who looks after it in your institution.',
  );

function publicKeyIn(base64: string): Buffer {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).publicKey.export({ format: 'der', type: 'spki' });
  } catch {
    return away();
  }
}

/** r and s side by side. Refuses `signing.code-wrong`. */
export async function signWithRemoteKey(
  module: ModuleRuntime,
  credentialID: string,
  code: string,
  data: Buffer,
): Promise<Buffer> {
  const hashes = [hash('sha256', data, 'base64')];
  const { SAD } = await ask(
    module,
    'credentials/authorize',
    { credentialID, numSignatures: 1, hashes, hashAlgorithmOID: sha256Oid, authData: [{ id: 'PIN', value: code }] },
    Type.Object({ SAD: Type.String() }),
  );
  const { signatures } = await ask(
    module,
    'signatures/signHash',
    { credentialID, SAD, hashes, hashAlgorithmOID: sha256Oid, signAlgo: ecdsaSha256Oid },
    Type.Object({ signatures: Type.Array(Type.String(), { minItems: 1, maxItems: 1 }) }),
  );
  return sideBySide(Buffer.from(signatures[0] ?? '', 'base64'));
}

/** Services answer ECDSA as DER or as r and s side by side. */
function sideBySide(value: Buffer): Buffer {
  if (value.length === 64) return value;
  const integer = (at: number) => {
    const length = value[at + 1] ?? 0;
    const bytes = value.subarray(at + 2, at + 2 + length);
    const digits = bytes.subarray(Math.max(0, bytes.length - 32));
    return { whole: Buffer.concat([Buffer.alloc(32 - digits.length), digits]), next: at + 2 + length };
  };
  if (value[0] !== 0x30 || value[2] !== 0x02) return value;
  const r = integer(2);
  return Buffer.concat([r.whole, integer(r.next).whole]);
}
