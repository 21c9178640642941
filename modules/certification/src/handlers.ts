// SPDX-License-Identifier: Apache-2.0
import { every, type ModuleRuntime } from '@stoa/kernel';
import { publishCertificate, tellEnded } from './certificates/certificates.ts';
import { runSuite } from './candidates/runs.ts';
import { reopenEnded } from './law/articles.ts';
import { applyRelease } from './releases/releases.ts';
import { watchReleases } from './releases/watch.ts';
import { takeShipped } from './shipped.ts';

export const handlers = [
  runSuite,
  publishCertificate,
  applyRelease,
  every('certification.take-shipped', 600, takeShipped),
  every('certification.watch-releases', 60, watchReleases),
  every('certification.watch-law', 3600, (module: ModuleRuntime) =>
    module.tx({ kind: 'service', id: module.name }, async (tx) => {
      await reopenEnded(tx);
      await tellEnded(tx);
    }),
  ),
];
