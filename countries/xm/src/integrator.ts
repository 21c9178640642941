// SPDX-License-Identifier: Apache-2.0
/**
 * What Meridia's service integrator has behind it, from a fixed seed: an inventory that closed last year and one under way, maturity of
 * two years, 26 architectures, 31 ICT services, 40 consultations.
 */
import { architectureSubjects, type Subject } from './architecture/subjects.ts';
import { integratorNorms } from './integrator-norms.ts';
import { namedPeople } from './named-people.ts';
import { Draw } from './random.ts';
import { referenceModels } from './reference-models.ts';

const architect = namedPeople.architect.nameLatin;
const approver = namedPeople.approver.nameLatin;
const dimensions = ['strategy', 'processes', 'data', 'systems', 'infrastructure', 'security', 'people', 'services'];
const responsible = ['A. Bekenov', 'S. Ivanova', 'D. Zhakupova', 'K. Omarov', 'N. Petrenko'];
const dayMs = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

const questions: readonly (readonly [topic: string, question: string, answer: string, clause: string])[] = [
  [
    'Examination',
    'Does a small change of a system need an examination?',
    'Not below ten per cent of its cost.',
    'expertise-rules/12',
  ],
  ['Examination', 'When do we bring a proposal to the examination?', 'Before money is asked for.', 'expertise-rules/4'],
  [
    'Commissioning',
    'May a system be used while it is on trial?',
    'By its testers. Others use it once it was commissioned.',
    'informatisation-law/39',
  ],
  [
    'Security',
    'How long does a security test hold?',
    'As long as nothing essential changes, three years at most.',
    'informatisation-law/49',
  ],
  ['Directories', 'We keep our own list of regions. Is that right?', 'Take it from its one master.', 'service-model/9'],
  [
    'Standard solutions',
    'Must we use the common document flow?',
    'Where it will do, yes. Otherwise say what it lacks.',
    'service-model/7',
  ],
  [
    'Templates',
    'We rent storage. Does our architecture deviate?',
    'Ask for a waiver and name the contract.',
    'architecture-rules/8',
  ],
  [
    'Maturity',
    'Who signs the assessment of our maturity?',
    'Whoever keeps your part of the register.',
    'architecture-methodology/6',
  ],
  ['Paper', 'May we ask for a paper copy to be sure?', 'Only where a law asks for it.', 'reengineering-methodology/3'],
  [
    'Channels',
    'For which load do we order a channel?',
    'For the peak of three years from now.',
    'architecture-rules/14',
  ],
];

function consultationsOf(draw: Draw, now: number) {
  return Array.from({ length: 40 }, (_, at) => {
    const [topic, question, answer, clause] = questions[at % questions.length] ?? ['', '', '', ''];
    const subject = draw.from(architectureSubjects);
    // The last four wait; one in five is answered to the body alone.
    const open = at >= 36;
    const days = open ? 40 - at : 700 - at * 17;
    return {
      ...{ organisationId: subject.id, topic, question, askedByName: draw.from(responsible) },
      askedAt: new Date(now - days * dayMs - at * 60_000).toISOString(),
      ...(open ? {} : { answer, answeredByName: architect }),
      ...{ clauses: open ? [] : [clause], published: !open && at % 5 !== 4 },
    };
  });
}

function assessmentsOf(draw: Draw, year: number) {
  return architectureSubjects.flatMap(({ id, kind }) => {
    const levels = dimensions.map(() => draw.whole(1, kind === 'central' ? 3 : 2));
    return [year - 2, year - 1].map((of, later) => {
      const met = dimensions.flatMap((code, at) => {
        const level = Math.min(5, (levels[at] ?? 1) + (later && draw.chance(0.4) ? 1 : 0));
        return Array.from({ length: level - 1 }, (_, below) => `${code}.${below + 2}`);
      });
      const last = met.at(-1);
      return {
        ...{ organisationId: id, year: of, state: 'examined' as const, byName: architect, met },
        refused: last && draw.chance(0.2) ? [{ criterion: last, note: 'The order was repealed' }] : [],
        evidence: `Order ${draw.whole(10, 400)} of ${of}`,
      };
    });
  });
}

const stages = ['preparation', 'as-is', 'to-be', 'roadmap', 'approval', 'support'] as const;
const measures = [
  'Have two systems tested for security',
  'Move the register to the common platform',
  'Take the directory of regions from its master',
  'Widen the channel of the main site',
  'End paper requests between departments',
  'Commission what is in use',
];
function projectsOf(draw: Draw, now: number) {
  return architectureSubjects
    .filter(({ kind }) => kind === 'central')
    .map(({ id }, at) => {
      // Eighteen are accompanied, the others on their way.
      const stage = at < 18 ? 'support' : (stages[at % 5] ?? 'as-is');
      const started = now - (stage === 'support' ? draw.whole(900, 1700) : draw.whole(60, 400)) * dayMs;
      return {
        ...{
          organisationId: id,
          template: 'unified',
          methodology: 'architecture-methodology',
          stage,
          byName: architect,
        },
        startedOn: dayOf(started),
        visits: Array.from({ length: draw.whole(1, 3) }, (_, visit) => ({
          heldOn: dayOf(started + (visit + 1) * 15 * dayMs),
          notes: draw.from([
            'Saw the server room, two racks are empty',
            'Spoke about functions with the heads',
            'Agreed on the list of systems',
          ]),
        })),
        measures: Array.from({ length: draw.whole(1, 4) }, () => {
          const due = now + draw.whole(-200, 200) * dayMs;
          const done = due < now && draw.chance(0.7);
          return {
            ...{ title: draw.from(measures), responsible: draw.from(responsible), due: dayOf(due) },
            ...(done ? { doneOn: dayOf(due - 5 * dayMs) } : {}),
          };
        }),
      };
    });
}

const requirements = [
  'Answers within a second at a hundred requests a second',
  'Is open 99.9 per cent of each month',
  'Keeps what it is given for five years',
  'Speaks to others through the exchange alone',
  'Signs whoever uses it in by the platform',
  'Works in five languages and for screen readers',
  'Writes down who saw whose data',
];
/** As the register has them: 21 in operation, the others by turns. */
const otherStages = ['requirements', 'approved', 'tender', 'development', 'acceptance'] as const;
function servicesOf(draw: Draw, now: number) {
  return Array.from({ length: 31 }, (_, at) => {
    const stage = at < 21 ? ('operation' as const) : (otherStages[at % otherStages.length] ?? 'requirements');
    const under = stage !== 'requirements' && stage !== 'approved' && stage !== 'tender';
    const sum = draw.whole(20, 600) * 1_000_000_00;
    return {
      ...{ code: `ICT-${String(at + 1).padStart(2, '0')}`, stage, byName: architect, approverName: approver },
      requirements: requirements.slice(0, draw.whole(4, requirements.length)),
      since: new Date(
        now - (stage === 'operation' ? draw.whole(500, 1500) : draw.whole(280, 400)) * dayMs,
      ).toISOString(),
      failed: stage === 'acceptance' ? 1 : 0,
      ...(under
        ? {
            contract: {
              ...{
                number: `K-${draw.whole(100, 999)}`,
                supplier: draw.from(['Data Works', 'Steppe Soft', 'Aksu Systems']),
              },
              ...{ sum, until: dayOf(now + draw.whole(30, 700) * dayMs) },
            },
          }
        : {}),
      ...(stage === 'operation'
        ? {
            operation: {
              ...{ tariff: draw.whole(10, 400) * 1_000_000_00, scale: at % 3 === 0 ? 'republican' : 'local' },
              consumers: architectureSubjects
                .filter((_subject, of) => (of + at) % (at % 3 === 0 ? 3 : 21) === 0)
                .map(({ id }) => id),
            },
          }
        : {}),
    };
  });
}

function factsOf(draw: Draw): Record<string, string | number | boolean> {
  return {
    ...{ 'it-staff': draw.whole(2, 60), 'it-budget': draw.whole(1, 400) * 1000, strategy: draw.chance(0.6) },
    ...{ automated: draw.whole(20, 95), unregistered: draw.chance(0.2), 'server-rooms': draw.whole(1, 4) },
    ...{
      workplaces: draw.whole(40, 2000),
      'paper-in': draw.whole(1, 90) * 1000,
      'paper-out': draw.whole(1, 90) * 1000,
    },
  };
}
function campaignsOf(draw: Draw, now: number) {
  const year = Number(dayOf(now).slice(0, 4));
  const closed = {
    ...{ title: `Inventory ${year - 1}`, opens: `${year - 1}-03-01`, due: `${year - 1}-05-31`, byName: architect },
    closedOn: `${year - 1}-06-30`,
    answers: architectureSubjects.map(({ id }) => ({
      ...{ organisationId: id, state: 'accepted' as const, byName: draw.from(responsible), answered: 0 },
      ...{ changed: draw.whole(0, 6), facts: factsOf(draw) },
    })),
  };
  const stateOf = ({ id }: Subject, at: number) => {
    // The ministry of the demo's owner has not begun yet.
    if (id === 'XM-HEALTH-MINISTRY') return 'open' as const;
    return (['accepted', 'accepted', 'sent', 'open', 'open', 'clarify'] as const)[at % 6] ?? 'open';
  };
  const running = {
    ...{ title: `Inventory ${year}`, opens: dayOf(now - 40 * dayMs), due: dayOf(now + 20 * dayMs), byName: architect },
    answers: architectureSubjects.map((subject, at) => ({
      ...{ organisationId: subject.id, state: stateOf(subject, at), byName: draw.from(responsible) },
      answered: subject.id === 'XM-HEALTH-MINISTRY' ? 0 : draw.whole(0, 30),
      ...{ changed: at % 6 === 2 || at % 6 === 5 ? 0 : draw.whole(0, 3), facts: at % 6 < 3 ? factsOf(draw) : {} },
    })),
  };
  return [closed, running];
}

export function integratorYears(now: number) {
  const draw = new Draw(20_261_204);
  const year = Number(dayOf(now).slice(0, 4));
  return {
    acts: integratorNorms,
    models: referenceModels,
    consultations: consultationsOf(draw, now),
    assessments: assessmentsOf(draw, year),
    projects: projectsOf(draw, now),
    services: servicesOf(draw, now),
    campaigns: campaignsOf(draw, now),
  };
}
