// SPDX-License-Identifier: Apache-2.0
import { findPeople } from '@stoa/identity/contract';
import { handle, handleOutsideTx, principalOf, rawRoute, refuse, type Tx } from '@stoa/kernel';
import { Value } from 'typebox/value';
import * as changes from './changes.ts';
import * as contract from './contract.ts';
import { enterDemoOrganisations, enterDemoStructure } from './demo.ts';
import * as directory from './directory.ts';
import { getImport, readImport } from './imports/imports.ts';
import * as emergencies from './oversight/emergencies.ts';
import * as reviews from './oversight/reviews.ts';
import { tellPosts } from './oversight/telling-officials.ts';
import { enterPractice } from './practice.ts';
import * as structure from './structure.ts';
import { directoryTable, spheresTable } from './tables/directory-table.ts';
import { peopleTable } from './tables/people-table.ts';

interface TableFile extends Pick<Parameters<typeof rawRoute>[0], 'path' | 'summary' | 'permission'> {
  table(tx: Tx, params: Record<string, string>, query: object): Promise<string>;
  named(params: Record<string, string>): string;
}
const file = ({ table, named, ...about }: TableFile) =>
  rawRoute({
    ...{ method: 'GET', audit: 'none', ...about },
    handler: async (module, request, reply) => {
      const params = request.params as Record<string, string>;
      const text = await module.tx(principalOf(request), (tx) => table(tx, params, request.query as object));
      const disposition = `attachment; filename="${named(params)}.csv"`;
      return reply.type('text/csv; charset=utf-8').header('content-disposition', disposition).send(text);
    },
  });

export const routes = [
  handle(contract.enterDemoOrganisations, enterDemoOrganisations),
  handle(contract.enterDemoStructure, enterDemoStructure),
  handleOutsideTx(contract.enterPractice, enterPractice),
  handle(contract.listOrganisations, directory.list),
  handle(contract.getOrganisation, directory.get),
  handle(contract.getHistory, (tx, { id }) => directory.history(tx, id)),
  handle(contract.getRelatives, (tx, { id }) => directory.relatives(tx, id)),
  handle(contract.listTerritories, async (tx, input) => directory.listTerritories(tx, input)),
  handle(contract.listSpheres, directory.listSpheres),
  handle(contract.matchOrganisation, directory.match),
  handle(contract.getStructure, structure.structure),
  handle(contract.listDuties, structure.dutiesAt),
  handle(contract.listHolders, structure.holdersAt),
  handle(contract.countDuties, (tx) => structure.countDuties(tx)),
  handle(contract.requestChange, changes.request),
  handle(contract.decideChange, changes.decide),
  handle(contract.undoChange, changes.undo),
  handle(contract.listChanges, changes.listChanges),
  handle(contract.findPeople, (tx, input) => tx.module.call(findPeople, input)),
  handleOutsideTx(contract.tellPosts, tellPosts),
  handle(contract.takeEmergency, emergencies.take),
  handle(contract.listTakeable, (tx) => emergencies.takeable(tx)),
  handle(contract.listEmergencies, emergencies.list),
  handle(contract.reviewEmergency, emergencies.review),
  handle(contract.setReviewRule, reviews.setRule),
  handle(contract.listReviews, reviews.list),
  handle(contract.getReview, (tx, { id }) => reviews.get(tx, id)),
  handle(contract.reviewHolding, reviews.decide),
  handle(contract.readImport, readImport),
  handle(contract.getImport, getImport),
  file({
    path: contract.peopleFilePath,
    summary: 'Posts of an organisation and the people on them, as a file of comma-separated values',
    permission: 'organisations:read',
    table: (tx, { id = '' }) => peopleTable(tx, id),
    named: ({ id }) => `people-${id}`,
  }),
  file({
    path: contract.spheresFilePath,
    summary: 'The list of spheres in its newest version, as a file of comma-separated values',
    permission: 'public',
    table: spheresTable,
    named: () => 'spheres',
  }),
  file({
    path: contract.directoryFilePath,
    summary: 'The directory, narrowed as the list is, as a file of comma-separated values',
    permission: 'public',
    table: (tx, _params, query) => {
      const filter = Value.Convert(contract.DirectoryFilter, { ...query });
      if (Value.Check(contract.DirectoryFilter, filter)) return directoryTable(tx, filter);
      return refuse('invalid', 'kernel.input-invalid', 'The address asks for what no list has. Narrow the list again.');
    },
    named: () => 'organisations',
  }),
];
