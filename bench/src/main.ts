// SPDX-License-Identifier: Apache-2.0
/** `npm run bench -- [exchange|memory|isolation|ledger|cases|core|documents|payments|architecture|books|messages|quality|engine|start] [--json]`: measures; asserts nothing. */
import { asJson, asTable, type Measurement } from './measurement.ts';

const benches: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  exchange: async () => (await import('./exchange.ts')).benchExchange(),
  memory: async () => (await import('./exchange-memory.ts')).benchMemory(),
  isolation: async () => (await import('./isolation.ts')).benchIsolation(),
  ledger: async () => (await import('./ledger.ts')).benchLedger(),
  cases: async () => (await import('./cases.ts')).benchCases(),
  core: async () => (await import('./core.ts')).benchCore(),
  documents: async () => (await import('./documents.ts')).benchDocuments(),
  payments: async () => (await import('./payments.ts')).benchPayments(),
  architecture: async () => (await import('./architecture.ts')).benchArchitecture(),
  books: async () => (await import('./books.ts')).benchBooks(),
  messages: async () => (await import('./messages.ts')).benchMessages(),
  quality: async () => (await import('./quality.ts')).benchQuality(),
  engine: async () => (await import('./engine/index.ts')).benchEngine(),
  start: async () => (await import('./start.ts')).benchStart(),
};

const json = process.argv.includes('--json');
const chosen = process.argv.slice(2).filter((word) => word !== '--json');
const unknown = chosen.find((name) => !benches[name]);
if (unknown) {
  process.stderr.write(
    `There is no bench "${unknown}". Usage: npm run bench -- [${Object.keys(benches).join('|')}] [--json]\n`,
  );
  process.exit(2);
}
const all: Measurement[] = [];
// What takes minutes is measured when it is asked for.
const long = ['memory', 'isolation'];
for (const name of chosen.length > 0 ? chosen : Object.keys(benches).filter((one) => !long.includes(one))) {
  const began = performance.now();
  process.stderr.write(`… measuring ${name}\n`);
  const found = (await benches[name]?.()) ?? [];
  process.stderr.write(`… ${name} took ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  if (json) process.stdout.write(`${asJson(found)}\n`);
  all.push(...found);
}
if (!json) process.stdout.write(`${asTable(all)}\n`);
