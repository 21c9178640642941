// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { getBoard } from './board/board.ts';
import { listColleagues, workInBulk } from './bulk.ts';
import { declareConflict } from './conflicts/conflicts.ts';
import * as contract from './contract.ts';
import { enterDemoCasework } from './demo/demo.ts';
import { getDesk } from './desk/desk.ts';
import { caseFile } from './file/file.ts';
import { linkCase } from './links/links.ts';
import { correctNote, listNotes, writeNote } from './notes/notes.ts';
import * as reviews from './reviews/reviews.ts';
import * as views from './views/views.ts';

export const routes = [
  handle(contract.getDesk, getDesk),
  handle(contract.writeNote, writeNote),
  handle(contract.correctNote, correctNote),
  handle(contract.listNotes, listNotes),
  handle(contract.linkCase, linkCase),
  handle(contract.declareConflict, declareConflict),
  handle(contract.proposeDecision, reviews.proposeDecision),
  handle(contract.listReviews, reviews.listReviews),
  handle(contract.answerReview, reviews.answerReview),
  handle(contract.getSampling, reviews.getSampling),
  handle(contract.setSampling, reviews.setSampling),
  handle(contract.listViews, views.listViews),
  handle(contract.saveView, views.saveView),
  handle(contract.changeView, views.changeView),
  handle(contract.dropView, views.dropView),
  handleOutsideTx(contract.workInBulk, workInBulk),
  handle(contract.listColleagues, listColleagues),
  handle(contract.getBoard, getBoard),
  handle(contract.enterDemoCasework, enterDemoCasework),
  rawRoute({
    ...{ method: 'GET', path: contract.caseFilePath(':id'), summary: 'The whole file of a case as one signed PDF' },
    ...{ permission: 'casework:work', audit: 'casework.file-made' },
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const { pdf, name } = await caseFile(module, principalOf(request), id);
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(pdf);
    },
  }),
];
