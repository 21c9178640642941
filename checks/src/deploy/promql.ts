// SPDX-License-Identifier: Apache-2.0
/** Names of metrics and labels in queries of Prometheus, as far as our rules and dashboards use its language. */

export interface Used {
  readonly metric: string;
  /** Labels that it is asked for by, in braces. */
  readonly labels: readonly string[];
}

export interface Query {
  readonly metrics: readonly Used[];
  /** Labels by which results are put together. */
  readonly grouped: readonly string[];
}

const keywords = new Set(['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'offset', 'bool', 'inf', 'nan']);
const word = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelsIn = (text: string): string[] =>
  [...text.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g)].map(([, name = '']) => name);

/** Reads a query; what it calls (`rate(…)`) is a function, and what stands in the parentheses of `by` is a label. */
export function readQuery(text: string): Query {
  const metrics: Used[] = [];
  const grouped: string[] = [];
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  for (let at = 0; at < bare.length; ) {
    word.lastIndex = at;
    const [name] = word.exec(bare) ?? [];
    if (name === undefined) {
      // A span of time in brackets, or the letter of a number (5m, 1e3), is no name.
      const skipped = /^(?:\[[^\]]*\]|\d[\w.]*)/.exec(bare.slice(at))?.[0].length;
      at += skipped ?? 1;
      continue;
    }
    at += name.length;
    const rest = bare.slice(at);
    const list = /^\s*\(([^)]*)\)/.exec(rest);
    if (keywords.has(name)) {
      if (!list || !['by', 'without', 'on', 'ignoring'].includes(name)) continue;
      grouped.push(
        ...(list[1] ?? '')
          .split(',')
          .map((label) => label.trim())
          .filter(Boolean),
      );
      at += list[0].length;
      continue;
    }
    if (/^\s*\(/.test(rest) || /^\s*(?:by|without)\s*\(/.test(rest)) continue;
    const braces = /^\s*\{([^}]*)\}/.exec(rest);
    metrics.push({ metric: name, labels: labelsIn(braces?.[1] ?? '') });
    at += braces?.[0].length ?? 0;
  }
  return { metrics, grouped };
}

/** Metric → its labels, of a text of `/metrics`; one that is declared and has no value yet has none. */
export function exposedIn(text: string): Map<string, Set<string>> {
  const exposed = new Map<string, Set<string>>();
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm))
    for (const end of type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']) exposed.set(name + end, new Set());
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/gm)) {
    const known = exposed.get(name) ?? new Set();
    for (const label of labelsIn(labels.replace(/"(?:[^"\\]|\\.)*"/g, '""'))) known.add(label);
    exposed.set(name, known);
  }
  return exposed;
}

/** Labels that Prometheus itself gives every series. */
const ofPrometheus = ['job', 'instance'];

/** What a query names that is neither exposed nor recorded by a rule. */
export function unknownIn(query: string, exposed: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const { metrics, grouped } = readQuery(query);
  const labelsOf = (metric: string) => [...(exposed.get(metric) ?? []), ...ofPrometheus];
  return [
    ...metrics.flatMap(({ metric, labels }) =>
      exposed.has(metric)
        ? labels.filter((label) => !labelsOf(metric).includes(label)).map((label) => `${metric}{${label}}`)
        : [metric],
    ),
    ...grouped
      .filter((label) => !metrics.some(({ metric }) => labelsOf(metric).includes(label)))
      .map((label) => `by (${label})`),
  ];
}
