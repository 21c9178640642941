// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the register what it knows of a dossier at an instant, as the dossier's own organisation sees it: nothing that is kept from
 * them comes onto its pages.
 */
import { hash } from 'node:crypto';
import { type Alike, findSimilar, getElement, listElements } from '@stoa/architecture/contract';
import { isRefusal, type ModuleRuntime } from '@stoa/kernel';
import type { OutputOf, Principal } from '@stoa/kernel/contract';
import { type Content, duties, type EvidenceLine, type Kind } from '../contract.ts';
import type { Facts, Gathered } from './gathered.ts';
import { required } from './rules.ts';

export interface Asked {
  readonly id: string;
  readonly kind: Kind;
  readonly organisationId: string;
  readonly content: Content;
  readonly files: number;
  readonly parent: Content | undefined;
  readonly clashes: readonly {
    readonly number: string;
    readonly organisationId: string;
    readonly functions: readonly string[];
  }[];
  readonly createdBy: string;
  readonly createdByName: string;
}
type Element = OutputOf<typeof getElement>;
type Listed = OutputOf<typeof listElements>['items'][number];
type Register = ReturnType<typeof registerAt>;

const today = (module: ModuleRuntime, at: Date) => module.country.calendar.localDate(at);
/** Keys in one order, so that the same is written the same way. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

function registerAt(module: ModuleRuntime, { organisationId, content, ...asked }: Asked, at: Date) {
  const principal: Principal = {
    ...{ kind: 'person', id: asked.createdBy, name: asked.createdByName, assurance: 2 },
    duties: [{ code: duties.owner, organisationId }],
  };
  const times = { on: today(module, at), known: at.toISOString() };
  const said: string[] = [];
  const elements = new Map<string, Element | undefined>();
  return {
    async element(id: string): Promise<Element | undefined> {
      if (elements.has(id)) return elements.get(id);
      const found = await module.call(getElement, { id, ...times }, { principal }).catch((error: unknown) => {
        if (isRefusal(error) && error.kind === 'missing') return undefined;
        throw error;
      });
      elements.set(id, found);
      if (found) {
        const { kind, code, name, facts, ownerId = null } = found;
        const relations = found.relations.map((one) => [one.kind, one.out, one.other.id, one.facts, one.other.facts]);
        said.push(canonical([id, kind, code, name, facts, ownerId, relations.map(canonical).sort()]));
      } else said.push(canonical([id, null]));
      return found;
    },
    async similar(): Promise<readonly Alike[]> {
      const { functions = [], entities = [], masters = [] } = content.touches;
      const { items } = await module.call(
        findSimilar,
        {
          ...{ functions, entities: [...new Set([...entities, ...masters])], limit: 30, from: 0.1, ...times },
          // In whatever language it was written.
          text: { en: content.title, ru: content.title, kk: content.title, uk: content.title, ar: content.title },
          ...(content.planned.class ? { class: content.planned.class } : {}),
        },
        { principal },
      );
      said.push(...items.map(({ element, score }) => canonical([element.id, score])).sort());
      return items;
    },
    /** Of a class of solution; of many the first thousand. */
    async ofClass(kind: string, code: string): Promise<Listed[]> {
      const found: Listed[] = [];
      let cursor: string | undefined;
      do {
        const asking = { kind, fact: `class:${code}`, limit: 100, ...times, ...(cursor ? { cursor } : {}) };
        const page = await module.call(listElements, asking, { principal });
        found.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor && found.length < 1000);
      said.push(...found.map(({ id, facts }) => canonical([id, facts])));
      return found;
    },
    digest: () => hash('sha256', [...said].sort().join('\n'), 'hex'),
  };
}

const lineOf = ({ id, name, code }: Pick<Element, 'id' | 'name' | 'code'>, values: EvidenceLine['values'] = {}) => ({
  ...{ id, name, code, values },
});
const round = (value: number) => Math.round(value * 1000) / 1000;
const shareOf = (a: readonly string[], b: readonly string[]) => {
  const all = new Set([...a, ...b]);
  return all.size === 0 ? 0 : a.filter((one) => b.includes(one)).length / all.size;
};

/** What the dossier has of the parts that its kind asks for. */
function missingOf({ kind, content, files, parent }: Asked): string[] {
  const { touches, planned, purpose } = content;
  const given: Readonly<Record<string, unknown>> = {
    ...touches,
    ...planned,
    purpose,
    parent,
    files: files || undefined,
  };
  const empty = (value: unknown) =>
    value === undefined || ((Array.isArray(value) || typeof value === 'string') && value.length === 0);
  return required[kind].filter((part) => empty(given[part]));
}

const scored = ({ element, score, parts }: Alike): EvidenceLine =>
  lineOf(element, { score: round(score), ...Object.fromEntries(parts.map((one) => [one.part, round(one.score)])) });
const covers = (functions: readonly string[], { sharedFunctions }: Alike) =>
  functions.length === 0 ? 0 : sharedFunctions.length / functions.length;

async function headroomOf(register: Register, site: string | undefined) {
  const found = site ? await register.element(site) : undefined;
  if (found?.kind !== 'site') return { facts: { known: false, mbits: 0, gigabytes: 0, load: 0 }, lines: [] };
  const number = (value: unknown) => (typeof value === 'number' ? value : 0);
  const channels = found.relations.filter((one) => one.kind === 'connected-by' && one.other.kind === 'channel');
  const equipment = found.relations.filter((one) => one.kind === 'hosted-at' && !one.out);
  const mbits = channels.reduce((sum, { other: { facts } }) => sum + number(facts.contracted) - number(facts.peak), 0);
  const storage = equipment.filter((one) => one.other.facts['equipment-kind'] === 'storage').slice(0, 20);
  let gigabytes = storage.reduce((sum, { other }) => sum + number(other.facts.disk), 0);
  for (const { other } of storage) {
    const held = (await register.element(other.id))?.relations.filter((one) => one.other.kind === 'volume') ?? [];
    gigabytes -= held.reduce((sum, { other: { facts } }) => sum + number(facts.stored), 0);
  }
  const loads = equipment.map(({ other }) => other.facts.load).filter((one) => typeof one === 'number');
  const load = loads.length > 0 ? round(loads.reduce((sum, one) => sum + one, 0) / loads.length) : 0;
  return {
    facts: { known: channels.length > 0 || storage.length > 0, mbits, gigabytes, load },
    lines: [lineOf(found, { 'free-mbits': mbits, 'free-gigabytes': gigabytes, load })],
  };
}

function driftOf(content: Content, parent: Content | undefined): Facts['drift'] {
  if (!parent) return { scope: 0, cost: 0 };
  const scopeOf = ({ touches }: Content) => [...(touches.functions ?? []), ...(touches.entities ?? [])];
  const costOf = ({ planned }: Content) => (planned.costMake ?? 0) + (planned.costYear ?? 0);
  const [before, now] = [costOf(parent), costOf(content)];
  const [mine, theirs] = [scopeOf(content), scopeOf(parent)];
  return {
    scope: mine.length + theirs.length === 0 ? 0 : round(1 - shareOf(mine, theirs)),
    cost: before === 0 ? (now === 0 ? 0 : 1) : round(Math.abs(now - before) / before),
  };
}

export async function gather(module: ModuleRuntime, asked: Asked, at: Date): Promise<Gathered> {
  const { content } = asked;
  const { touches, planned } = content;
  const register = registerAt(module, asked, at);
  const elements = async (ids: readonly string[] = []) => Promise.all(ids.map((id) => register.element(id)));
  const functionIds = touches.functions ?? [];
  const functions = await elements(functionIds);
  const technologies = (await elements(touches.technologies)).filter((one) => one !== undefined);
  const goals = (await elements(touches.goals)).filter((one) => one?.kind === 'goal').flatMap((one) => one ?? []);
  const masters = (await elements(touches.masters)).flatMap((one) => one ?? []);
  const alike = functionIds.length > 0 || content.title ? await register.similar() : [];
  const replaced = touches.replaces ?? [];
  const of = (kind: string, without: readonly string[] = []) =>
    alike.filter(({ element }) => element.kind === kind && !without.includes(element.id));
  const objects = of('object', replaced).slice(0, 5);
  const covering = (list: readonly Alike[]) =>
    list
      .map((one) => lineOf(one.element, { ...scored(one).values, covers: round(covers(functionIds, one)) }))
      .filter(({ values }) => Number(values.covers) > 0);
  const [fitting, serving] = [
    covering(of('solution', touches.solutions)),
    covering(of('ict-service', touches.services)),
  ];
  // A solution that names no function does for all of its class.
  for (const one of planned.class ? await register.ofClass('solution', planned.class) : []) {
    const own = (await register.element(one.id))?.relations.some(({ kind, out }) => kind === 'automates' && out);
    if (!own && !touches.solutions?.includes(one.id)) fitting.push(lineOf(one, { class: 1, covers: 1 }));
  }
  const coverage = (list: readonly EvidenceLine[]) => list.map(({ values }) => ({ covers: Number(values.covers) }));
  const headroom = await headroomOf(register, touches.site);
  const peers = (planned.class ? await register.ofClass('object', planned.class) : [])
    .flatMap(({ facts: { 'cost-year': cost, users } }) =>
      typeof cost === 'number' && typeof users === 'number' && users > 0 ? [cost / users] : [],
    )
    .sort((a, b) => a - b);
  const p90 = peers[Math.min(peers.length - 1, Math.floor(peers.length * 0.9))] ?? 0;
  const elsewhere = masters.map((one) => ({
    one,
    by: one.relations.filter(
      (r) => r.kind === 'accesses' && !r.out && r.facts.access === 'master' && !replaced.includes(r.other.id),
    ),
  }));
  const goalIds = goals.map(({ id }) => id);
  const linked = functions.filter((one) =>
    one?.relations.some((r) => ['influences', 'realises', 'part-of'].includes(r.kind) && goalIds.includes(r.other.id)),
  ).length;
  const perUser = planned.users && planned.costYear !== undefined ? planned.costYear / planned.users : null;
  const drift = driftOf(content, asked.parent);
  const clashes = asked.clashes.map((one) => ({ ...one, share: round(shareOf(functionIds, one.functions)) }));
  const missing = missingOf(asked);
  const word = (name: string, values: EvidenceLine['values'] = {}): EvidenceLine => ({ word: name, values });
  const known = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    facts: {
      ...{ kind: asked.kind, today: today(module, at), missing, drift, headroom: headroom.facts, perUser },
      functions: functions.map((one) => ({ found: one?.kind === 'function' })),
      objects: objects.map(({ score }) => ({ score })),
      solutions: coverage(fitting),
      services: coverage(serving),
      masters: elsewhere.map(({ by }) => ({ elsewhere: by.length })),
      gateway: planned.gateway ?? null,
      securityTest: planned.securityTest ?? null,
      technologies: technologies.map(({ facts }) => ({
        radar: known(facts.radar),
        endOfLife: known(facts['end-of-life']),
      })),
      ...{ mbits: planned.mbits ?? 0, gigabytes: planned.gigabytes ?? 0, peers: { sample: peers.length, p90 } },
      ...{ goals: goals.length, linked, budget: (planned.costMake ?? 0) + (planned.costYear ?? 0) },
      ...{ parent: asked.parent !== undefined, clashes: clashes.map(({ share }) => ({ share })) },
    },
    lines: {
      missing: missing.map((part) => word(`part-${part}`)),
      functions: functions.map((one) => (one?.kind === 'function' ? lineOf(one) : word('unknown-function'))),
      objects: objects.filter(({ score }) => score >= 0.3).map(scored),
      ...{ solutions: fitting, services: serving },
      masters: elsewhere.flatMap(({ one, by }) =>
        by.map(({ other }) => ({ ...lineOf(other), word: 'master-of', values: { data: one.name.en } })),
      ),
      technologies: technologies.map((one) =>
        lineOf(one, {
          ...(one.facts.radar ? { radar: known(one.facts.radar) } : {}),
          ...(one.facts['end-of-life'] ? { 'end-of-life': known(one.facts['end-of-life']) } : {}),
        }),
      ),
      headroom: headroom.lines.map((one) => ({
        ...one,
        values: { ...one.values, mbits: planned.mbits ?? 0, gigabytes: planned.gigabytes ?? 0 },
      })),
      cost:
        perUser === null
          ? []
          : [word('cost-per-user', { 'per-user': round(perUser / 100), p90: round(p90 / 100), sample: peers.length })],
      goals: goals.map((one) => lineOf(one)),
      drift: asked.parent ? [word('drift', { scope: drift.scope, cost: drift.cost })] : [],
      clashes: clashes.map((one) =>
        word('clash', { number: one.number, organisation: one.organisationId, share: one.share }),
      ),
    },
    digest: register.digest(),
  };
}
