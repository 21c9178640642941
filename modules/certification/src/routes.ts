// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx } from '@stoa/kernel';
import * as candidates from './candidates/candidates.ts';
import { getReport, runSuites, stopSuite } from './candidates/runs.ts';
import { decideCandidate, getCertificate, listCertificates, withdrawCertificate } from './certificates/certificates.ts';
import { containerRoute } from './certificates/container.ts';
import * as contract from './contract.ts';
import { enterDemoCertification } from './demo/demo.ts';
import { listArticles, setArticle } from './law/articles.ts';
import { adoptRegulation, getRegulation } from './regulation/adoption.ts';
import { beginPilot, listReleases, moveRelease } from './releases/releases.ts';

export const routes = [
  handle(contract.getRegulation, getRegulation),
  handle(contract.adoptRegulation, adoptRegulation),
  handle(contract.listArticles, listArticles),
  handle(contract.setArticle, setArticle),
  handleOutsideTx(contract.submitCandidate, candidates.submitCandidate),
  handle(contract.listCandidates, candidates.listCandidates),
  handle(contract.getCandidate, candidates.getCandidate),
  handle(contract.withdrawCandidate, candidates.withdrawCandidate),
  handle(contract.appealRefusal, candidates.appealRefusal),
  handle(contract.signLaw, candidates.signLaw),
  handle(contract.allowException, candidates.allowException),
  handle(contract.runSuites, runSuites),
  handle(contract.stopSuite, stopSuite),
  handle(contract.getReport, getReport),
  handleOutsideTx(contract.decideCandidate, decideCandidate),
  handle(contract.listCertificates, listCertificates),
  handle(contract.getCertificate, getCertificate),
  handle(contract.withdrawCertificate, withdrawCertificate),
  containerRoute,
  handleOutsideTx(contract.beginPilot, beginPilot),
  handleOutsideTx(contract.moveRelease, moveRelease),
  handle(contract.listReleases, listReleases),
  handleOutsideTx(contract.enterDemoCertification, enterDemoCertification),
];
