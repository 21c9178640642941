// SPDX-License-Identifier: Apache-2.0
/**
 * The bank that keeps the accounts of Meridia's treasury: takes payment files (pain.001.001.09), reports on them (pain.002.001.10)
 * and writes statements (camt.053.001.08). What happened survives a restart; a message id that comes again pays nothing again.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { localDate, type StatementEntry, treasuryAccounts, treasuryBalances, writeStatement } from '@stoa/country-xm';
import { openAppendFile } from './append-file.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, secret, wholeNumber } from './settings.ts';
import { type PaymentFile, readPaymentFile, Unreadable } from './treasury/pain.ts';
import { judged, type Payment, writeReport } from './treasury/payments.ts';

export interface TreasuryBankOptions {
  readonly dataDir: string;
  readonly port?: number;
  /** Bearer token of the treasury. */
  readonly key: string;
  /** Until a file is settled; 400 where it is missing. */
  readonly settleMs?: number;
  /** After that, until payments to closed accounts come back; 1,500 where it is missing. */
  readonly returnMs?: number;
}

type Noted =
  | { readonly kind: 'file'; readonly messageId: string; readonly digest: string; readonly file: PaymentFile }
  | { readonly kind: 'settled'; readonly messageId: string; readonly payments: readonly Payment[] }
  | {
      readonly kind: 'statement';
      readonly id: string;
      readonly iban: string;
      readonly closingMinor: number;
      readonly xml: string;
      readonly returns?: string;
    }
  | { readonly kind: 'taken'; readonly id: string };

interface KnownFile {
  readonly digest: string;
  readonly file: PaymentFile;
  payments?: readonly Payment[];
  returned?: boolean;
}

class Ledger {
  readonly files = new Map<string, KnownFile>();
  readonly statements = new Map<string, { xml: string; taken: boolean }>();
  readonly paid = new Set<string>();
  private readonly balances = new Map<string, number>(Object.entries(treasuryBalances));
  private readonly noted;

  constructor(path: string) {
    this.noted = openAppendFile<Noted>(path);
    for (const one of this.noted.earlier) this.apply(one);
  }
  close = (): void => this.noted.close();
  note(one: Noted): void {
    this.noted.append(one);
    this.apply(one);
  }
  private apply(one: Noted): void {
    if (one.kind === 'file') this.files.set(one.messageId, { digest: one.digest, file: one.file });
    else if (one.kind === 'settled') {
      const known = this.files.get(one.messageId);
      if (known) known.payments = one.payments;
      for (const { endToEndId, reason } of one.payments) if (reason === undefined) this.paid.add(endToEndId);
    } else if (one.kind === 'statement') {
      this.statements.set(one.id, { xml: one.xml, taken: false });
      this.balances.set(one.iban, one.closingMinor);
      const known = this.files.get(one.returns ?? '');
      if (known) known.returned = true;
    } else {
      const known = this.statements.get(one.id);
      if (known) known.taken = true;
    }
  }
  /** The next statement of an account begins where the one before ended. */
  state(iban: string, entries: readonly StatementEntry[], returns?: string): void {
    if (entries.length === 0) return;
    const id = `S${String(this.statements.size + 1).padStart(6, '0')}`;
    const openingMinor = this.balances.get(iban) ?? 0;
    const closingMinor = entries.reduce((sum, { amountMinor }) => sum + amountMinor, openingMinor);
    const xml = writeStatement({ id, iban, openingMinor, closingMinor, day: localDate(new Date()), entries });
    this.note({ kind: 'statement', id, iban, closingMinor, xml, ...(returns ? { returns } : {}) });
  }
}

const digestOf = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const sameSecret = (given: string, known: string) =>
  timingSafeEqual(Buffer.from(digestOf(given)), Buffer.from(digestOf(known)));

/**
 * `POST /v1/payment-files`, `GET /v1/payment-files/:id/status`, `GET /v1/statements?state=new`, `GET /v1/statements/:id`,
 * `POST /v1/statements/:id/taken`.
 */
export async function startTreasuryBank(options: TreasuryBankOptions): Promise<RunningService> {
  const ledger = new Ledger(join(options.dataDir, 'treasury-bank.jsonl'));
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const giveBack = (messageId: string) => {
    const known = ledger.files.get(messageId);
    const back = (known?.payments ?? []).filter(({ returns }) => returns !== undefined);
    if (!known || known.returned) return;
    const entries = back.map(({ endToEndId, amountMinor, returns = '' }) => ({
      ...{ name: `R${endToEndId}`, endToEndId, amountMinor, currency: known.file.currency, returned: returns },
    }));
    ledger.state(known.file.debtorIban, entries, messageId);
  };
  const settle = (messageId: string) => {
    const known = ledger.files.get(messageId);
    if (!known) return;
    if (!known.payments) {
      const payments = judged(known.file, (endToEndId) => ledger.paid.has(endToEndId));
      ledger.note({ kind: 'settled', messageId, payments });
      const entries = payments
        .filter(({ reason }) => reason === undefined)
        .map(({ endToEndId, amountMinor }) => ({
          ...{ name: endToEndId, endToEndId, amountMinor: -amountMinor, currency: known.file.currency },
        }));
      ledger.state(known.file.debtorIban, entries);
    }
    after(options.returnMs ?? 1500, () => giveBack(messageId));
  };
  const app = newServer(100_000_000);
  app.addContentTypeParser('application/xml', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.get('/health', () => ({ status: 'up' }));
  await app.register(
    async (treasury) => {
      treasury.addHook('onRequest', async (request, reply) => {
        if (!sameSecret(request.headers.authorization ?? '', `Bearer ${options.key}`))
          return sendProblem(reply, 401, 'bank.customer-unknown', 'Give the key of the treasury as a bearer token.');
      });
      treasury.post<{ Body: Buffer }>('/payment-files', (request, reply) => {
        let file: PaymentFile;
        try {
          file = readPaymentFile(request.body.toString());
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          return sendProblem(reply, 422, 'bank.file-unreadable', error.message);
        }
        const { messageId } = file;
        const digest = digestOf(request.body);
        const known = ledger.files.get(messageId);
        if (known)
          return known.digest === digest
            ? reply.code(200).send({ messageId, duplicate: true })
            : sendProblem(reply, 409, 'bank.message-id-taken', 'This message id stands for another file.');
        if (!Object.values(treasuryAccounts).includes(file.debtorIban))
          return sendProblem(reply, 422, 'bank.account-unknown', 'This account is not kept here.');
        ledger.note({ kind: 'file', messageId, digest, file });
        after(options.settleMs ?? 400, () => settle(messageId));
        return reply.code(202).send({ messageId, duplicate: false });
      });
      treasury.get<{ Params: { id: string } }>('/payment-files/:id/status', (request, reply) => {
        const known = ledger.files.get(request.params.id);
        if (!known) return sendProblem(reply, 404, 'bank.file-unknown', 'No file came under this message id.');
        if (!known.payments) return reply.code(204).send();
        return reply.type('application/xml').send(writeReport(known.file, known.payments));
      });
      treasury.get('/statements', () => ({
        items: [...ledger.statements].filter(([, { taken }]) => !taken).map(([id]) => ({ id })),
      }));
      treasury.get<{ Params: { id: string } }>('/statements/:id', (request, reply) => {
        const known = ledger.statements.get(request.params.id);
        if (!known) return sendProblem(reply, 404, 'bank.statement-unknown', 'There is no such statement.');
        return reply.type('application/xml').send(known.xml);
      });
      treasury.post<{ Params: { id: string } }>('/statements/:id/taken', (request, reply) => {
        const { id } = request.params;
        if (!ledger.statements.has(id))
          return sendProblem(reply, 404, 'bank.statement-unknown', 'There is no such statement.');
        ledger.note({ kind: 'taken', id });
        return reply.code(204).send();
      });
    },
    { prefix: '/v1' },
  );
  const server = await listen(app, options.port ?? 0);
  for (const [messageId, { payments, returned }] of ledger.files)
    if (!payments || !returned) after(0, () => settle(messageId));
  return {
    url: server.url,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await server.close();
      ledger.close();
    },
  };
}

/** Settings: TREASURY_BANK_PORT (4716), TREASURY_BANK_KEY, TREASURY_BANK_SETTLE_MS (400), TREASURY_BANK_RETURN_MS (1500), DEMO_DATA. */
export const treasuryBank = (): Promise<RunningService> =>
  startTreasuryBank({
    dataDir: dataFolder(),
    port: portNumber('TREASURY_BANK_PORT', 4716),
    key: secret('TREASURY_BANK_KEY'),
    settleMs: wholeNumber('TREASURY_BANK_SETTLE_MS', 400),
    returnMs: wholeNumber('TREASURY_BANK_RETURN_MS', 1500),
  });

if (import.meta.main) await runProgram(async () => ({ treasuryBank: await treasuryBank() }));
