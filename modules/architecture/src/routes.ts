// SPDX-License-Identifier: Apache-2.0
import { handle, principalOf, rawRoute, refuse } from '@stoa/kernel';
import { Value } from 'typebox/value';
import { listFindings, runAnalyses, settleFinding, sumFindings } from './analyses/findings.ts';
import { askChange, decideChange, listChanges, withdrawChange } from './changes/changes.ts';
import { importElements } from './changes/imports.ts';
import { takeSettled } from './changes/settled.ts';
import * as contract from './contract.ts';
import { attestElement, getElement, listElements } from './elements/reading.ts';
import { getFigures } from './figures/figures.ts';
import { readFeed, takeOut } from './lists/lists.ts';
import * as pictures from './pictures/pictures.ts';
import { findSimilar } from './similarity/similar.ts';
import { vocabulary } from './vocabulary.ts';

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const routes = [
  handle(contract.getVocabulary, async () => vocabulary),
  handle(contract.listElements, listElements),
  handle(contract.getElement, getElement),
  handle(contract.attestElement, attestElement),
  handle(contract.askChange, askChange),
  handle(contract.listChanges, listChanges),
  handle(contract.decideChange, decideChange),
  handle(contract.withdrawChange, withdrawChange),
  handle(contract.takeSettled, takeSettled),
  handle(contract.importElements, importElements),
  handle(contract.getFigures, getFigures),
  handle(contract.findSimilar, findSimilar),
  handle(contract.readFeed, readFeed),
  rawRoute({
    method: 'GET',
    path: '/api/architecture/lists/:kind',
    summary: 'Elements of a kind as CSV or XLSX',
    permission: 'architecture:read',
    audit: 'none',
    handler: async (module, request, reply) => {
      const asked = { ...(request.query as object), ...(request.params as object) };
      if (!Value.Check(contract.ListAsked, asked))
        return refuse(
          'invalid',
          'kernel.input-invalid',
          'There is no such list. Open the page and take it from there.',
        );
      const { name, content } = await takeOut(module, principalOf(request), asked);
      return reply
        .type(asked.as === 'csv' ? 'text/csv; charset=utf-8' : workbook)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${asked.as}`)}`)
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  }),
  handle(contract.listFindings, listFindings),
  handle(contract.sumFindings, sumFindings),
  handle(contract.settleFinding, settleFinding),
  handle(contract.runAnalyses, runAnalyses),
  handle(contract.getLandscape, pictures.getLandscape),
  handle(contract.getImpact, pictures.getImpact),
  handle(contract.getLoads, pictures.getLoads),
  handle(contract.getQuadrants, pictures.getQuadrants),
  handle(contract.getCosts, pictures.getCosts),
  handle(contract.getSupport, pictures.getSupport),
  handle(contract.getReengineering, pictures.getReengineering),
  handle(contract.getRoadmap, pictures.getRoadmap),
];
