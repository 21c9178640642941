// SPDX-License-Identifier: Apache-2.0
/** A year of documents of six institutions, from a fixed seed and today: what is old is in its file, what is new waits. */
import type { LocalText } from './local-text.ts';
import { governmentOrganisations } from './organisations.ts';
import { people } from './people.ts';
import { Draw } from './random.ts';

/** Institutions whose chanceries stand in the demo, those that people sign in to first. */
export const chanceries = [
  ...['XM-LABOUR-MINISTRY', 'XM-INTERIOR-MINISTRY', 'XM-EDUCATION-MINISTRY'],
  ...['XM-COMPANIES-AGENCY', 'XM-QUALITY-AGENCY', 'XM-AUDIT-CHAMBER'],
] as const;

export interface ChanceryDocument {
  readonly key: string;
  readonly kind: 'incoming' | 'outgoing' | 'internal' | 'order' | 'letter';
  readonly subject: string;
  readonly label: number;
  readonly state: 'received' | 'registered' | 'executed' | 'filed';
  readonly n?: number;
  readonly numberedOn?: string;
  readonly correspondents: readonly { organisationId?: string; name: string }[];
  readonly theirNumber?: string;
  readonly theirDate?: string;
  readonly dueOn?: string;
  readonly executedOn?: string;
  readonly fileIndex?: string;
  readonly authorName: string;
  readonly card?: Readonly<Record<string, string>>;
}

const matters = {
  incoming: [
    'On the draft of the law on',
    'On figures for the report on',
    'On the working group for',
    'Reminder about',
    'On the inspection of',
    'Opinion asked for on',
  ],
  outgoing: [
    'Answer on',
    'Remarks to the draft on',
    'Invitation to the meeting on',
    'Figures on',
    'Request for information on',
    'Agreement on',
  ],
  internal: ['Memorandum on', 'Plan of work on', 'On the purchase for', 'On the trip concerning'],
  order: [
    'On the working group for',
    'On the approval of rules for',
    'On the distribution of duties in',
    'On the budget for',
  ],
  letter: ['Complaint about', 'Question about', 'Proposal on', 'Thanks for help with'],
} as const;
const topics = [
  ...[
    'quotas of foreign workers',
    'the register of employers',
    'safety at building sites',
    'the exchange of data',
    'wages in the north',
  ],
  ...[
    'permits for seasonal work',
    'recognition of diplomas',
    'the plan of inspections',
    'work of front offices',
    'the archive of paper files',
  ],
  ...[
    'training of officials',
    'labour disputes',
    'the unified classifier of posts',
    'queues at reception',
    'the reform of licences',
  ],
  ...[
    'support of families',
    'vocational schools',
    'visas for students',
    'road works in Aksu',
    'open data of the state',
  ],
] as const;
const share = { incoming: 220, outgoing: 150, internal: 70, order: 25, letter: 70 } as const;
const day = 86_400_000;
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** @param today in milliseconds since 1970; documents go back a year from it */
export function chanceryDocuments(institutionId: string, today: number): readonly ChanceryDocument[] {
  const draw = new Draw(20_261_105 + chanceries.findIndex((id) => id === institutionId));
  const others = governmentOrganisations.filter(
    ({ id }) => id !== institutionId && (chanceries as readonly string[]).includes(id),
  );
  const citizens = people();
  const nameOf = (text: LocalText) => text.en;
  const found: (Omit<ChanceryDocument, 'n'> & { at: number })[] = [];
  for (const kind of Object.keys(share) as (keyof typeof share)[])
    for (let one = 0; one < share[kind]; one++) {
      // More of them lately: an office that is getting to know the platform.
      const ago = Math.floor(365 * draw.fraction() ** 1.3);
      const at = today - ago * day;
      const office = draw.from(others);
      const citizen = draw.from(citizens);
      const letter = kind === 'letter';
      const within = kind === 'incoming' || letter;
      const took = draw.whole(1, draw.chance(0.35) ? 45 : 12);
      const done = ago > took;
      const waits = within && ago <= 1;
      const theirs = dateOf(at - draw.whole(1, 6) * day);
      found.push({
        at,
        key: `${kind}-${one}`,
        kind,
        subject: `${draw.from(matters[kind])} ${draw.from(topics)}`,
        label: draw.chance(0.12) && kind !== 'letter' ? 1 : 0,
        state: waits ? 'received' : !within || done ? (ago > 45 ? 'filed' : 'executed') : 'registered',
        ...(waits ? {} : { numberedOn: dateOf(at) }),
        correspondents: letter
          ? [{ name: citizen.nameLatin }]
          : kind === 'incoming' || kind === 'outgoing'
            ? [{ organisationId: office.id, name: nameOf(office.name) }]
            : [],
        ...(kind === 'incoming'
          ? { theirNumber: `02-${draw.whole(1, 900)}/${theirs.slice(2, 4)}`, theirDate: theirs }
          : {}),
        ...(within ? { dueOn: dateOf(at + (letter ? 21 : 14) * day) } : {}),
        ...(!waits && (done || !within) ? { executedOn: dateOf(Math.min(today, at + took * day)) } : {}),
        ...(!waits && ago > 45 && (done || !within)
          ? { fileIndex: letter ? '01-02' : kind === 'order' ? '02-01' : '01-01' }
          : {}),
        authorName: letter ? citizen.nameLatin : within ? nameOf(office.name) : draw.from(citizens).nameLatin,
        ...(kind === 'order' ? { card: { ground: 'Plan of the year' } } : {}),
      });
    }
  return numbered(found);
}

/** Places of journals in the order of days, from one each year. */
function numbered(found: readonly (Omit<ChanceryDocument, 'n'> & { at: number })[]): ChanceryDocument[] {
  const next = new Map<string, number>();
  return [...found]
    .sort((one, other) => one.at - other.at)
    .map(({ at: _, ...one }) => {
      if (!one.numberedOn) return one;
      const book = `${one.kind} ${one.numberedOn.slice(0, 4)}`;
      const n = (next.get(book) ?? 0) + 1;
      next.set(book, n);
      return { ...one, n };
    });
}
