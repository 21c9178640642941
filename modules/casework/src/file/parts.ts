// SPDX-License-Identifier: Apache-2.0
/** What stands in the file of a case, part by part, as text: in English, the language of record of the file. */
import type { TaskPage } from '@stoa/cases/contract';
import type { ConflictRow } from '../conflicts/store.ts';
import type { CaseLink, Note } from '../contract.ts';
import type { ReviewRow } from '../reviews/store.ts';

/** Rows of a table with its head; `none` stands where there are no rows. */
export interface Part {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
interface Beside {
  readonly notes: readonly Note[];
  readonly links: readonly CaseLink[];
  readonly conflicts: readonly ConflictRow[];
  readonly reviews: readonly ReviewRow[];
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value);
const at = (instant: string | Date | undefined | null): string =>
  instant ? new Date(instant).toISOString().slice(0, 16).replace('T', ' ') : '—';

function answers({ pages }: TaskPage): Part {
  const rows = pages.flatMap(({ fields }) =>
    fields.flatMap(({ label, value, choices, source, list, files }) => {
      const from = source.register ? `${source.register.title.en}, message ${source.messageId ?? '—'}` : source.kind;
      if (files) return [];
      if (list)
        return list.entries.map((entry, place) => [
          `${label.en} ${place + 1}`,
          shown(entry),
          `${from}, ${at(source.at)}`,
        ]);
      const chosen = choices?.find((one) => one.value === value)?.label.en;
      return [[label.en, chosen ?? shown(value), `${from}, ${at(source.at)}`]];
    }),
  );
  return { title: 'Answers', head: ['Field', 'Value', 'Source'], rows };
}

function attachments({ pages }: TaskPage): Part {
  const rows = pages.flatMap(({ fields }) =>
    fields.flatMap(({ label, files }) =>
      (files?.attached ?? []).map(({ name, size, sha256 }) => [label.en, `${name} (${size} bytes)`, sha256]),
    ),
  );
  return { title: 'Attachments', head: ['Field', 'File', 'SHA-256'], rows };
}

/** In the order in which a court reads them. */
export function partsOf(task: TaskPage, { notes, links, conflicts, reviews }: Beside): Part[] {
  const { case: file } = task;
  const { decision } = file;
  return [
    {
      title: 'The case',
      head: ['What', 'Value'],
      rows: [
        ['Number', file.number ?? '—'],
        ['Service', `${file.title.en}, version ${file.version}`],
        ['Applicant', file.applicantName],
        ['Office', file.office?.en ?? '—'],
        ['Sent', at(file.submittedAt)],
        ['Due', file.dueOn ?? '—'],
        ['State', file.outcome ? `${file.state}, ${file.outcome}` : file.state],
      ],
    },
    answers(task),
    {
      title: 'Registers read',
      head: ['Register', 'State', 'At, message'],
      rows: task.registers.map((one) => [
        ...[one.title.en, one.state, 'at' in one ? `${at(one.at)}, ${shown(one.messageId)}` : '—'],
      ]),
    },
    {
      title: 'Answers of other departments',
      head: ['Check', 'State', 'Content'],
      rows: task.checks.map((one) => [
        [one.title.en, one.about].filter(Boolean).join(': '),
        `${one.state}, ${at(one.answeredAt)}, ${one.responseId ?? one.requestId}`,
        one.rejection ? `${one.rejection.code}: ${one.rejection.description}` : shown(one.content),
      ]),
    },
    {
      title: 'Questions to the applicant',
      head: ['Field', 'Question', 'Answer'],
      rows: task.clarifications.map((one) => [
        one.field.label.en,
        `${at(one.askedAt)}: ${one.question}`,
        one.answeredAt ? `${at(one.answeredAt)}: ${shown(one.answer)} (before: ${shown(one.previousValue)})` : '—',
      ]),
    },
    {
      title: 'Notes',
      head: ['When, with whom', 'Text', 'Written by'],
      rows: notes.flatMap(({ earlier, ...latest }) =>
        [latest, ...earlier].map((one, place) => [
          `${one.kind}, ${one.on}, ${one.person}`,
          place === 0 ? one.text : `Corrected since: ${one.text}`,
          `${one.byName}, ${at(one.writtenAt)}`,
        ]),
      ),
    },
    {
      title: 'Linked cases',
      head: ['Number', 'Why', 'By'],
      rows: links.map((one) => [one.number, one.reason, `${one.byName}, ${at(one.at)}`]),
    },
    {
      title: 'Conflicts of interest',
      head: ['Officer', 'Why', 'Said'],
      rows: conflicts.map((one) => [one.byName, one.reason, at(one.at)]),
    },
    {
      title: 'Second officers',
      head: ['Decision', 'Proposed', 'Answered'],
      rows: reviews.map((one) => [
        `${one.outcome} (${one.kind === 'before' ? 'before it was taken' : 'drawn afterwards'})`,
        [one.proposedName, at(one.proposedAt), one.text].filter(Boolean).join(', '),
        [one.state, one.answeredName, one.answeredAt && at(one.answeredAt), one.reason].filter(Boolean).join(', '),
      ]),
    },
    {
      title: 'Decision',
      head: ['What', 'Value'],
      rows: decision
        ? [
            ['Outcome', decision.outcome],
            ['By, at', `${decision.officer ?? '—'}, ${at(decision.at)}`],
            ['In own words', decision.text ?? '—'],
            ...decision.reasons.map(({ id, text, law }) => [`Rule ${id}`, [text.en, law].filter(Boolean).join(', ')]),
          ]
        : [],
    },
    {
      title: 'Documents issued',
      head: ['Document', 'Issued', 'SHA-256'],
      rows: file.outputs.map((one) => [`${one.title.en}, ${one.number}, ${one.state}`, at(one.issuedAt), one.sha256]),
    },
    attachments(task),
    {
      title: 'Timeline',
      head: ['At (UTC)', 'What', 'By'],
      rows: file.timeline.map((one) => [at(one.at), one.text.en, one.actor ?? '—']),
    },
  ];
}
