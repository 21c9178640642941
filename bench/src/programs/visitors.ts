// SPDX-License-Identifier: Apache-2.0
/** Visitors: `node visitors.ts <settings as JSON>` takes orders over IPC and reports each. A process of its own, so that its work is not the platform's. */
import type { Once, Paced, Repeated, VisitorOrder, VisitorResult, VisitorSettings } from '../visitor-orders.ts';
import { Visitor } from '../visitor.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as VisitorSettings;
const visitors = settings.logins.map((_, index) => new Visitor(settings, index));
const requestsSoFar = () => visitors.reduce((sum, { requests }) => sum + requests, 0);
const half = Math.floor(visitors.length / 2);
const byPassword = visitors.slice(0, half);
const byPasskey = visitors.slice(half);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

/** Latencies by what was done, and what failed. */
class Book {
  readonly #times = new Map<string, number[]>();
  failed = 0;
  trouble: string | undefined;

  note(what: string, ms: number): void {
    const times = this.#times.get(what) ?? [];
    this.#times.set(what, times);
    times.push(ms);
  }

  fail = (error: unknown): void => {
    this.failed += 1;
    this.trouble ??= String(error);
  };

  result(seconds: number, before: number): VisitorResult {
    const all = [...this.#times.values()].flat().sort((a, b) => a - b);
    const of = [...this.#times].map(
      ([what, times]) =>
        [
          what,
          percentile(
            times.toSorted((a, b) => a - b),
            0.95,
          ),
        ] as const,
    );
    return {
      ...{ done: all.length, failed: this.failed, trouble: this.trouble, requests: requestsSoFar() - before },
      perSecond: all.length / seconds,
      ...{ p50Ms: percentile(all, 0.5), p95Ms: percentile(all, 0.95), p99Ms: percentile(all, 0.99) },
      p95MsOf: Object.fromEntries(of),
      sessions: visitors.flatMap(({ session }) => session ?? []),
      accessTokens: visitors.flatMap(({ accessToken }) => accessToken ?? []),
    };
  }
}

async function each(kind: Once, atOnce: number): Promise<VisitorResult> {
  const book = new Book();
  const before = requestsSoFar();
  const begin = performance.now();
  const waiting = [...visitors];
  const worker = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const start = performance.now();
      if (kind === 'consent') await one.renew('');
      else await (byPasskey.includes(one) ? one.addPasskey() : one.byPassword());
      book.note(kind, performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return book.result((performance.now() - begin) / 1000, before);
}

/** Each worker has visitors of its own: nobody does two things at once. */
async function again(kind: Repeated, atOnce: number, seconds: number): Promise<VisitorResult> {
  const book = new Book();
  const before = requestsSoFar();
  const begin = performance.now();
  const whose = { password: byPassword, passkey: byPasskey, renewal: visitors }[kind];
  const how = {
    password: (one: Visitor) => one.byPassword(),
    passkey: (one: Visitor) => one.byPasskey(),
    renewal: (one: Visitor) => one.renew(),
  }[kind];
  const worker = async (_: unknown, place: number) => {
    const own = whose.filter((__, index) => index % atOnce === place);
    for (let n = 0; performance.now() - begin < seconds * 1000; n++) {
      const one = own[n % own.length];
      const start = performance.now();
      if (one) await how(one).then(() => book.note(kind, performance.now() - start), book.fail);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return book.result((performance.now() - begin) / 1000, before);
}

const words = ['labour', 'tax', 'министерство', 'school', 'clinic', 'وزارة', 'office', 'river'];
/** What somebody who is signed in asks for; each is one request. */
const asks: readonly (readonly [string, (n: number) => string])[] = [
  ['session', () => '/sign-in?returnTo=/cabinet'],
  ['profile', () => '/api/identity/me'],
  ['directory', (n) => `/api/organisations?limit=20&search=${encodeURIComponent(words[n % words.length] ?? '')}`],
  ['powers', () => '/api/powers?side=received&limit=20'],
];
/** Of 120 requests some 11 are two sign-ins, by password and by passkey; the others come in turn. */
const signInEvery = 120;
const ofSignIns = 11;

/** Requests begin at their pace, whatever the answers do; each is late from the instant at which it was due. */
async function mix(kind: Paced, perMinute: number, seconds: number): Promise<VisitorResult> {
  const book = new Book();
  const before = requestsSoFar();
  const begin = performance.now();
  const under: Promise<void>[] = [];
  const free = [...visitors.keys()].filter((n) => n >= visitors.length / 4 && n < (visitors.length * 3) / 4);
  // Who signs in looks at nothing meanwhile.
  const signers = [byPassword.slice(0, Math.floor(half / 2)), byPasskey.slice(Math.ceil(half / 2))] as const;
  for (let n = 0; ; n++) {
    const due = begin + (n * 60_000) / perMinute;
    if (due >= begin + seconds * 1000) break;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const place = n % signInEvery;
    const round = Math.floor(n / signInEvery);
    if (kind === 'mix' && place < ofSignIns) {
      const how = place === 0 ? 0 : place === 5 ? 1 : undefined;
      const one = how === undefined ? undefined : signers[how]?.[round % (signers[how]?.length ?? 1)];
      if (one) under.push(signIn(one, how === 0 ? 'password' : 'passkey', book));
      continue;
    }
    const [what, path] =
      kind === 'mix' ? (asks[n % asks.length] ?? ['', () => '/']) : ['nothing', () => '/health/live'];
    const who = visitors[free[n % free.length] ?? 0];
    under.push(
      (who?.look(path(round)) ?? Promise.resolve()).then(() => book.note(what, performance.now() - due), book.fail),
    );
  }
  await Promise.all(under);
  return book.result((performance.now() - begin) / 1000, before);
}

/** Each of its requests counts. */
async function signIn(one: Visitor, how: 'password' | 'passkey', book: Book): Promise<void> {
  one.watch = (ms) => book.note(`sign-in by ${how}`, ms);
  await (how === 'password' ? one.byPassword() : one.byPasskey()).catch(book.fail);
  one.watch = () => {};
}

const doing = (order: VisitorOrder): Promise<VisitorResult> => {
  if ('perMinute' in order) return mix(order.kind, order.perMinute, order.seconds);
  return 'seconds' in order ? again(order.kind, order.atOnce, order.seconds) : each(order.kind, order.atOnce);
};

process.on('message', (order: VisitorOrder) => {
  doing(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.send?.({ ready: true });
