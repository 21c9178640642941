// SPDX-License-Identifier: Apache-2.0
/** Incidents and announced work for feed readers: Atom (RFC 4287) and JSON Feed 1.1, in one language. */
import { inLanguage, type Language, languages, type LocalText } from '@stoa/kernel/contract';
import { getStatus, listPublicIncidents } from '@stoa/monitoring/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sentencesIn } from './locale.ts';
import type { PortalOptions } from './options.ts';

interface Entry {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly at: string;
}

const anybody = { kind: 'anonymous' } as const;
/** Seconds that a reader or a cache between may keep it. */
const keptFor = 60;
const mostIncidents = 30;

/** The latest first; an update of an incident is an entry of its own. */
async function entriesOf({ call, publicUrl }: PortalOptions, language: Language): Promise<Entry[]> {
  const [incidents, { maintenance }] = await Promise.all([
    call(listPublicIncidents, { limit: mostIncidents }, { principal: anybody }),
    call(getStatus, {}, { principal: anybody }),
  ]);
  const t = sentencesIn(language);
  const text = (words: LocalText) => inLanguage(words, language);
  const names = (services: readonly { name: LocalText }[]) => services.map(({ name }) => text(name)).join(', ');
  const told = incidents.items.flatMap(({ id, state, services, updates }) =>
    updates.map((update, at) => ({
      ...{ id: `urn:stoa:incident:${id}:${update.at}`, url: `${publicUrl}/status/incidents/${id}`, at: update.at },
      title: `${names(services)}: ${t(`status.incident-${at === 0 ? state : 'open'}`)}`,
      text: text(update.text),
    })),
  );
  const planned = maintenance.map(({ id, title, text: words, announcedAt, startsAt, endsAt }) => ({
    ...{ id: `urn:stoa:maintenance:${id}`, url: `${publicUrl}/status`, at: announcedAt, title: text(title) },
    text: `${startsAt} – ${endsAt}. ${text(words)}`,
  }));
  return [...told, ...planned].sort((a, b) => (a.at < b.at ? 1 : -1));
}

const escape = (text: string) =>
  text
    .replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
    .replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

function atom(language: Language, title: string, home: string, entries: readonly Entry[]): string {
  const items = entries.map(
    ({ id, url, title: heading, text, at }) =>
      `<entry><id>${escape(id)}</id><title>${escape(heading)}</title><updated>${at}</updated><link href="${escape(url)}"/><content type="text">${escape(text)}</content></entry>`,
  );
  const updated = entries[0]?.at ?? new Date(0).toISOString();
  const self = `${home}/feed.atom?lang=${language}`;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><id>${escape(self)}</id><title>${escape(title)}</title>
<updated>${updated}</updated><author><name>Stoa</name></author><link rel="self" href="${escape(self)}"/><link href="${escape(home)}"/>
${items.join('\n')}
</feed>
`;
}

const json = (language: Language, title: string, home: string, entries: readonly Entry[]): string =>
  JSON.stringify({
    ...{ version: 'https://jsonfeed.org/version/1.1', title, language },
    ...{ home_page_url: home, feed_url: `${home}/feed.json?lang=${language}` },
    items: entries.map(({ id, url, title: heading, text, at }) => ({
      ...{ id, url, title: heading, content_text: text, date_published: at },
    })),
  });

/** `/status/feed.atom` and `/status/feed.json`; the language stands in the address, so that a cache keeps each apart. */
export async function sendFeed(
  options: PortalOptions,
  form: 'atom' | 'json',
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = (request.query as Record<string, unknown>).lang;
  const language = languages.find((one) => one === asked) ?? 'en';
  const home = `${options.publicUrl.replace(/\/$/, '')}/status`;
  const title = sentencesIn(language)('status.title');
  const entries = await entriesOf(options, language);
  return reply
    .type(form === 'atom' ? 'application/atom+xml; charset=utf-8' : 'application/feed+json; charset=utf-8')
    .header('cache-control', `public, max-age=${keptFor}`)
    .send((form === 'atom' ? atom : json)(language, title, home, entries));
}
