// SPDX-License-Identifier: Apache-2.0
export { canonicalJson } from './canonical.ts';
export { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.ts';
export { type Entry, entryColumns, type Evidence, ledgerOrigin, makeEntry, writeEntries } from './entry.ts';
export {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodeHash,
  type RangeHash,
  rangesOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
export { storedRanges } from './tree.ts';
export { readTimestamp, requestTimestamp, timestampHolds } from './timestamp.ts';
export { databaseSource, ledgerSchemas, readAnchors } from './database-source.ts';
export { type LedgerFault, type LedgerVerdict, verifyLedger } from './verify.ts';
