// SPDX-License-Identifier: Apache-2.0
/** The offline verifier: recomputes everything a ledger promises from its stored rows and the public key alone. */
import { type KeyObject, hash } from 'node:crypto';
import { openCheckpoint } from './checkpoint.ts';
import { commitment, sealOf } from './entry.ts';
import { leafHash, nodeHash, emptyRoot } from './merkle.ts';
import { timestampHolds } from './timestamp.ts';

export interface StoredEntry {
  readonly id: string;
  readonly kind: string;
  readonly record: string;
  readonly leafHash: Buffer;
  readonly seal: Buffer;
  readonly leafIndex: number | null;
  readonly personal: readonly { readonly field: string; readonly salt: Buffer; readonly value: string }[];
  readonly blobs: readonly { readonly name: string; readonly content: Buffer }[];
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly timestampToken: Buffer | null;
}

export interface LedgerSource {
  readonly origin: string;
  /** Entries with a place in the order of their places, then those without. */
  readonly entries: AsyncIterable<StoredEntry>;
  readonly checkpoints: readonly StoredCheckpoint[];
  /** Newest note kept outside the database. */
  readonly anchor?: string | undefined;
}

export interface LedgerFault {
  readonly entryId?: string;
  readonly leafIndex?: number;
  readonly fault: string;
}

export interface LedgerVerdict {
  readonly ledger: string;
  readonly ok: boolean;
  readonly entries: number;
  /** Entries that no checkpoint covers yet. */
  readonly unsealed: number;
  readonly checkpoints: number;
  readonly timestamps: number;
  readonly faults: readonly LedgerFault[];
}

export interface VerifierKeys {
  readonly publicKey: KeyObject;
  /** The seal's key where the verifier has it; rows written past the kernel are then found before any checkpoint. */
  readonly sealKey?: KeyObject | undefined;
}

interface RecordShape {
  id: string;
  kind: string;
  ledger: string;
  facts?: Record<string, unknown>;
  commitments?: Record<string, string>;
  blobs?: Record<string, string>;
}

/** Checks each entry, the order without gaps, each signed root, each time stamp. Names what is wrong. */
export async function verifyLedger(source: LedgerSource, keys: VerifierKeys): Promise<LedgerVerdict> {
  const faults: LedgerFault[] = [];
  const tree = new Frontier();
  const roots = new Map<number, Buffer>([[0, emptyRoot]]);
  const wanted = new Set(source.checkpoints.map((checkpoint) => checkpoint.size));
  const erasable: { entryId: string; leafIndex: number | null; what: string }[] = [];
  const erased = new Set<string>();
  const seen = new Set<string>();
  let count = 0;
  for await (const entry of source.entries) {
    count++;
    const at = { entryId: entry.id, ...(entry.leafIndex === null ? {} : { leafIndex: entry.leafIndex }) };
    const fault = (text: string) => faults.push({ ...at, fault: text });
    if (seen.has(entry.id)) fault('stands in the ledger twice');
    seen.add(entry.id);
    const record = checkRecord(entry, source.origin, keys, fault);
    if (record) {
      if (record.kind === 'erasure') erased.add(String(record.facts?.entryId));
      for (const what of checkParts(entry, record, fault))
        erasable.push({ entryId: entry.id, leafIndex: entry.leafIndex, what });
    }
    if (entry.leafIndex === null) continue;
    if (entry.leafIndex !== tree.size) {
      faults.push({
        leafIndex: tree.size,
        fault:
          entry.leafIndex > tree.size
            ? `entries ${tree.size} to ${entry.leafIndex - 1} are missing`
            : `place ${entry.leafIndex} is taken twice`,
      });
      while (tree.size < entry.leafIndex) tree.append(emptyRoot);
    }
    tree.append(leafHash(entry.record));
    if (wanted.has(tree.size)) roots.set(tree.size, tree.root());
  }
  for (const { entryId, leafIndex, what } of erasable) {
    if (!erased.has(entryId))
      faults.push({
        entryId,
        ...(leafIndex === null ? {} : { leafIndex }),
        fault: `${what} is gone and no erasure was recorded`,
      });
  }
  const timestamps = await checkCheckpoints(source, keys, tree.size, roots, faults);
  checkAnchor(source, keys, faults);
  const sealed = Math.max(0, ...source.checkpoints.map((checkpoint) => checkpoint.size));
  return {
    ledger: source.origin,
    ok: faults.length === 0,
    entries: count,
    unsealed: count - Math.min(count, sealed),
    checkpoints: source.checkpoints.length,
    timestamps,
    faults,
  };
}

function checkRecord(
  entry: StoredEntry,
  origin: string,
  keys: VerifierKeys,
  fault: (text: string) => void,
): RecordShape | undefined {
  if (!entry.leafHash.equals(leafHash(entry.record))) fault('the record was changed: it does not hash to its leaf');
  if (keys.sealKey && !entry.seal.equals(sealOf(keys.sealKey, entry.record)))
    fault('the entry does not carry the seal of the platform');
  let record: RecordShape;
  try {
    record = JSON.parse(entry.record) as RecordShape;
  } catch {
    fault('the record is not JSON');
    return undefined;
  }
  if (record.id !== entry.id || record.kind !== entry.kind || record.ledger !== origin)
    fault('the record is of another entry');
  return record;
}

/** Compares personal parts and bodies with their commitments; answers the names of those that are not there. */
function checkParts(entry: StoredEntry, record: RecordShape, fault: (text: string) => void): string[] {
  const missing: string[] = [];
  const personal = new Map(entry.personal.map((part) => [part.field, part]));
  for (const [field, expected] of Object.entries(record.commitments ?? {})) {
    const part = personal.get(field);
    if (!part) missing.push(`the personal part "${field}"`);
    else if (commitment(part.salt, part.value) !== expected) fault(`the personal part "${field}" was changed`);
    personal.delete(field);
  }
  for (const field of personal.keys()) fault(`the personal part "${field}" was added`);
  const blobs = new Map(entry.blobs.map((blob) => [blob.name, blob]));
  for (const [name, expected] of Object.entries(record.blobs ?? {})) {
    const blob = blobs.get(name);
    if (!blob) missing.push(`the body "${name}"`);
    else if (hash('sha256', blob.content, 'base64') !== expected) fault(`the body "${name}" was changed`);
    blobs.delete(name);
  }
  for (const name of blobs.keys()) fault(`the body "${name}" was added`);
  return missing;
}

async function checkCheckpoints(
  source: LedgerSource,
  keys: VerifierKeys,
  size: number,
  roots: ReadonlyMap<number, Buffer>,
  faults: LedgerFault[],
): Promise<number> {
  let timestamps = 0;
  let before = 0;
  for (const checkpoint of source.checkpoints) {
    const signed = openCheckpoint(checkpoint.note, keys.publicKey);
    const say = (fault: string) => faults.push({ fault: `checkpoint of ${checkpoint.size} entries: ${fault}` });
    if (!signed || signed.origin !== source.origin) say('its signature does not hold');
    else if (signed.size !== checkpoint.size || !signed.root.equals(checkpoint.root))
      say('it does not state what was signed');
    const root = roots.get(checkpoint.size);
    if (checkpoint.size > size) say(`only ${size} entries are left`);
    else if (!root?.equals(checkpoint.root))
      say(`the entries from ${before} to ${checkpoint.size - 1} are not those that were signed`);
    before = checkpoint.size;
    if (!checkpoint.timestampToken) continue;
    timestamps++;
    if (!(await timestampHolds(checkpoint.timestampToken, Buffer.from(checkpoint.note))))
      say('its time stamp does not hold');
  }
  return timestamps;
}

/** The database must still know the newest checkpoint that was written down outside of it. */
function checkAnchor(source: LedgerSource, keys: VerifierKeys, faults: LedgerFault[]): void {
  if (!source.anchor) return;
  const anchor = openCheckpoint(source.anchor, keys.publicKey);
  const known = source.checkpoints.find((checkpoint) => checkpoint.size === anchor?.size);
  if (!anchor)
    faults.push({ fault: 'the checkpoint kept outside the database does not carry the signature of the platform' });
  else if (!known?.root.equals(anchor.root))
    faults.push({ fault: `the checkpoint of ${anchor.size} entries that is kept outside the database is not in it` });
}

/** Roots of full subtrees on the right edge of a growing tree: the root after each append without keeping the leaves. */
class Frontier {
  size = 0;
  readonly #edge: Buffer[] = [];

  append(leaf: Buffer): void {
    let at = leaf;
    for (let n = this.size; n % 2 === 1; n = Math.floor(n / 2)) at = nodeHash(this.#edge.pop() as Buffer, at);
    this.#edge.push(at);
    this.size++;
  }

  root(): Buffer {
    return this.#edge.reduceRight((right, left) => (right === emptyRoot ? left : nodeHash(left, right)), emptyRoot);
  }
}
