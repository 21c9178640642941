// SPDX-License-Identifier: Apache-2.0
/** An authenticator in software (WebAuthn level 2): what it signs can be made wrong in every way a test wants. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const b64 = (data: Buffer | string) => Buffer.from(data).toString('base64url');

export interface Wrong {
  readonly origin?: string;
  readonly rpId?: string;
  /** 1: present, 4: verified, 64: attested data. */
  readonly flags?: number;
  readonly counter?: number;
  readonly type?: string;
}

export function authenticator(origin: string, rpId: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  // COSE: EC2, ES256, P-256, x, y.
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  const data = (flags: number, counter: number, wrong: Wrong, rest = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(wrong.counter ?? counter);
    return Buffer.concat([sha256(wrong.rpId ?? rpId), Buffer.from([wrong.flags ?? flags]), count, rest]);
  };
  const client = (type: string, challenge: string, wrong: Wrong) =>
    Buffer.from(
      JSON.stringify({ type: wrong.type ?? type, challenge, origin: wrong.origin ?? origin, crossOrigin: false }),
    );
  const common = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} };
  let counter = 0;
  return {
    id: b64(id),
    make(challenge: string, wrong: Wrong = {}): string {
      const length = Buffer.from([0, id.length]);
      const attested = data(1 + 4 + 64, 0, wrong, Buffer.concat([Buffer.alloc(16), length, id, cose]));
      const head = Buffer.from([0x58, attested.length]);
      // CBOR: { fmt: 'none', attStmt: {}, authData }
      const object = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        attested.length < 256 ? Buffer.from([attested.length]) : head,
        attested,
      ]);
      const response = {
        clientDataJSON: b64(client('webauthn.create', challenge, wrong)),
        attestationObject: b64(object),
        transports: ['internal'],
      };
      return JSON.stringify({ ...common, response });
    },
    give(challenge: string, wrong: Wrong = {}): string {
      counter += 1;
      const clientData = client('webauthn.get', challenge, wrong);
      const authenticatorData = data(1 + 4, counter, wrong);
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), privateKey);
      const response = {
        clientDataJSON: b64(clientData),
        authenticatorData: b64(authenticatorData),
        signature: b64(signature),
      };
      return JSON.stringify({ ...common, response });
    },
  };
}
