// SPDX-License-Identifier: Apache-2.0
/** Where things stand: an element among others, systems by worth and soundness, projects on a line of years. */
import { getImpact, getQuadrants, getRoadmap } from '@stoa/architecture/contract';
import { refuse } from '@stoa/kernel';
import { drawNet, drawPoints, drawSpans } from './shapes.ts';
import type { Draw } from './picture.ts';

/** Refuses: architecture.element-unknown. */
export const impact: Draw = async (asking, { id, hops, direction }) => {
  const { call, filter, word, say, bodyName, vocabulary, rtl } = asking;
  if (!id) return refuse('missing', 'architecture.element-unknown', 'Say of which element.');
  const { on } = filter;
  const found = await call(getImpact, {
    ...{ id, hops: Number(hops ?? 2) },
    ...(direction ? { direction } : {}),
    ...(on ? { on } : {}),
  });
  const rows = await Promise.all(found.nodes.map(async (one) => ({ ...one, owner: await bodyName(one.ownerId) })));
  const start = found.nodes.find((one) => one.id === id);
  return {
    title: `${word('impact')}: ${start ? say(start.name) : ''}`,
    ...(found.cut ? { note: word('impact-cut') } : {}),
    drawing: drawNet(
      rtl,
      found.nodes.map((one) => ({ id: one.id, label: say(one.name), step: one.hop })),
      found.edges,
    ),
    table: {
      columns: [word('code'), word('name'), word('kind'), word('steps-away'), word('owner')],
      rows: rows.map((one) => [
        ...[one.code, say(one.name), say(vocabulary.kinds[one.kind]?.title ?? { en: one.kind })],
        ...[one.hop, one.owner],
      ]),
    },
  };
};

const styles = { invest: 'good', tolerate: 'info', migrate: 'warn', eliminate: 'bad' } as const;
export const quadrants: Draw = async ({ call, filter, word, say, bodyName, rtl }) => {
  const { points } = await call(getQuadrants, filter);
  const dearest = Math.max(1, ...points.map(({ costYear }) => costYear));
  const rows = await Promise.all(points.map(async (one) => ({ ...one, owner: await bodyName(one.ownerId) })));
  const corner = (one: keyof typeof styles) => word(`quadrant-${one}`);
  return {
    title: word('quadrants'),
    drawing: drawPoints(
      rtl,
      points.map(({ technical, business, costYear, quadrant }) => ({
        ...{ x: technical, y: business, style: styles[quadrant], size: 4 + 12 * Math.sqrt(costYear / dearest) },
      })),
      {
        ...{ x: word('soundness'), y: word('worth'), split: [0.5, 0.6] },
        corners: [corner('eliminate'), corner('tolerate'), corner('migrate'), corner('invest')],
      },
    ),
    table: {
      columns: [word('code'), word('name'), word('owner'), word('quadrant'), word('worth'), word('soundness')].concat(
        word('cost-year'),
      ),
      rows: rows.map((one) => [
        ...[one.code, say(one.name), one.owner, corner(one.quadrant)],
        ...[one.business, one.technical, one.costYear / 100],
      ]),
    },
  };
};

export const roadmap: Draw = async ({ call, filter, word, say, bodyName, rtl }) => {
  const { projects } = await call(getRoadmap, filter);
  const spans = projects.flatMap(({ name, starts, ends, goals }) =>
    starts && ends ? [{ label: say(name), starts, ends, style: goals.length > 0 ? 'info' : 'loose' }] : [],
  );
  const rows = await Promise.all(projects.map(async (one) => ({ ...one, owner: await bodyName(one.ownerId) })));
  return {
    ...{ title: word('roadmap'), note: word('roadmap-loose') },
    drawing: spans.length > 0 ? drawSpans(rtl, spans) : undefined,
    table: {
      columns: [word('code'), word('project'), word('owner'), word('starts'), word('ends'), word('budget')].concat([
        ...[word('what-it-changes'), word('goal')],
      ]),
      rows: rows.map((one) => [
        ...[one.code, say(one.name), one.owner, one.starts ?? '', one.ends ?? '', one.budget / 100],
        ...[one.changes, one.goals].map((some) => some.map(({ name }) => say(name)).join('; ')),
      ]),
    },
  };
};
