// SPDX-License-Identifier: Apache-2.0
/** Keys that sign: kept by this browser, which never gives them away, or in a file of their owner. */
import { readKeyFile, writeKeyFile } from './key-file.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;
const [databaseName, storeName] = ['stoa-signing', 'keys'];

const base64 = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const bytesOf = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

const answer = <R>(request: IDBRequest<R>): Promise<R> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps no keys'));
  });

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
  return (await answer(opening)).transaction(storeName, mode).objectStore(storeName);
}

async function keyHash(publicKey: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface NewKey {
  /** SPKI, base64. */
  readonly publicKey: string;
  /** Over the text that proves possession, base64. */
  readonly proof: string;
  /** The key file, where it is not kept here. */
  readonly file?: string;
}

/** @param textOf what proves possession of that public key  @param passPhrase of a file; kept in the browser without one */
export async function makeKey(textOf: (publicKey: string) => string, passPhrase?: string): Promise<NewKey> {
  const { subtle } = crypto;
  const keys = await subtle.generateKey(algorithm, passPhrase !== undefined, ['sign', 'verify']);
  const spki = await subtle.exportKey('spki', keys.publicKey);
  const publicKey = base64(spki);
  const proof = base64(await subtle.sign(signing, keys.privateKey, new TextEncoder().encode(textOf(publicKey))));
  if (passPhrase === undefined) {
    const hash = await keyHash(spki);
    await answer((await store('readwrite')).put(keys.privateKey, hash));
    return { publicKey, proof };
  }
  const pkcs8 = new Uint8Array(await subtle.exportKey('pkcs8', keys.privateKey));
  return { publicKey, proof, file: await writeKeyFile(pkcs8, passPhrase) };
}

const sign = async (key: CryptoKey, toSign: string) => base64(await crypto.subtle.sign(signing, key, bytesOf(toSign)));

/** r and s side by side, base64; undefined where this browser does not keep that key. */
export async function signHere(hash: string, toSign: string): Promise<string | undefined> {
  try {
    const key = (await answer((await store('readonly')).get(hash) as IDBRequest<CryptoKey | undefined>)) ?? undefined;
    return key && (await sign(key, toSign));
  } catch {
    return undefined;
  }
}

/** The same with a key file; undefined for another file, or another pass phrase. */
export async function signWithFile(text: string, passPhrase: string, toSign: string): Promise<string | undefined> {
  const pkcs8 = await readKeyFile(text, passPhrase);
  if (!pkcs8) return undefined;
  try {
    return await sign(await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']), toSign);
  } catch {
    return undefined;
  }
}
