// SPDX-License-Identifier: Apache-2.0
/** What was typed on a form that arrived without its sender's right to send it: given back after the sign-in. */
import { createCipheriv, createDecipheriv, hash, randomBytes, randomUUID } from 'node:crypto';
import type { Principal } from '@stoa/kernel/contract';
import { sentValues } from './form-body.ts';
import type { Form } from './page.ts';

const keptMs = 30 * 60_000;
const mostBytes = 64 * 1024;
const mostBytesOfAll = 32 * 1024 * 1024;
const cookie = 'stoa-kept';
const cookieFor = (value: string, seconds: number, secure: boolean) =>
  `${cookie}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

export interface KeptForm {
  readonly values: Record<string, string | string[]>;
  /** Files, or text of unusual size, could not be kept. */
  readonly whole: boolean;
}

interface Entry {
  readonly sealed: Buffer;
  readonly path: string;
  readonly formKey: string;
  readonly at: number;
}

const tagOf = (id: string, personId: string) => hash('sha256', `${id} ${personId}`, 'base64url').slice(0, 22);

/** The key of a form that says for whom it was made, to nobody who does not know them. */
export function newFormKey(principal: Principal): string {
  const id = randomUUID();
  return principal.kind === 'person' ? `${id}.${tagOf(id, principal.id)}.${tagOf(id, sideOf(principal))}` : id;
}
/** The person with whom they act for: what is drawn for one side is not sent for another. */
const sideOf = ({ id, actingFor }: Principal & { kind: 'person' }) =>
  `${id} ${actingFor ? `${actingFor.kind} ${actingFor.id}` : ''}`;

/** Whether a form was made for this side, or for nobody in particular. */
export const isForSide = (formKey: string, principal: Principal & { kind: 'person' }): boolean => {
  const [id = '', , tag] = formKey.split('.');
  return isFor(formKey, principal.id) && (tag === undefined || tag === tagOf(id, sideOf(principal)));
};

/** Whether a form was made for this person, or for nobody in particular. */
export const isFor = (formKey: string, personId: string): boolean => {
  const [id = '', tag] = formKey.split('.');
  return tag === undefined || tag === tagOf(id, personId);
};

/**
 * Held in this process for half an hour, sealed with a secret that only the sender's browser has. A form made for
 * somebody is given back to them alone; one made for nobody in particular to whoever signs in at that browser.
 */
export class KeptForms {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;
  private readonly secure: boolean;

  constructor(publicUrl: string) {
    this.secure = publicUrl.startsWith('https:');
  }

  /** Answers the cookie that opens it again. */
  keep(path: string, form: Form): string {
    const values = Object.fromEntries(
      Object.entries(sentValues(form)).filter(([name]) => !/password|secret/i.test(name)),
    );
    const small = Buffer.byteLength(JSON.stringify(values)) <= mostBytes;
    const kept: KeptForm = { values: small ? values : {}, whole: small && Object.keys(form.files).length === 0 };
    const secret = randomBytes(32);
    const sealed = seal(secret, Buffer.from(JSON.stringify(kept)));
    const place = hash('sha256', secret, 'hex');
    this.entries.set(place, { sealed, path, formKey: form.key, at: performance.now() });
    this.bytes += sealed.length;
    this.forget();
    return cookieFor(secret.toString('base64url'), keptMs / 1000, this.secure);
  }

  /** What was typed at this path in this browser, and the cookie that ends it; nothing for anybody else. */
  take(path: string, sent: string | undefined, principal: Principal): { form: KeptForm; cookie: string } | undefined {
    if (!sent || principal.kind !== 'person') return undefined;
    this.forget();
    const secret = Buffer.from(sent, 'base64url');
    const place = hash('sha256', secret, 'hex');
    const entry = this.entries.get(place);
    if (entry?.path !== path) return undefined;
    this.drop(place, entry);
    if (!isFor(entry.formKey, principal.id)) return undefined;
    return {
      form: JSON.parse(open(secret, entry.sealed).toString()) as KeptForm,
      cookie: cookieFor('', 0, this.secure),
    };
  }

  private forget(): void {
    for (const [place, entry] of this.entries) {
      if (performance.now() - entry.at < keptMs && this.bytes <= mostBytesOfAll) break;
      this.drop(place, entry);
    }
  }

  private drop(place: string, entry: Entry): void {
    this.entries.delete(place);
    this.bytes -= entry.sealed.length;
  }
}

export const keptCookie = (cookies: Readonly<Record<string, string>>): string | undefined => cookies[cookie];

function seal(key: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function open(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}
