// SPDX-License-Identifier: Apache-2.0
import { collectPayments } from './payments.ts';
import { Looker } from './look.ts';
import { Narrator } from './step.ts';
const base = process.argv[2] ?? '';
const narrator = new Narrator(false);
const looker = await Looker.open(base, '/tmp/w/payments-look', true);
try {
  await collectPayments(base, {
    narrator,
    look: async (what, as, paths, moment) => {
      if (looker) await narrator.step(what, () => looker.look(as, paths, moment));
    },
  });
} finally {
  if (looker) console.log(looker.report().text.slice(0, 6000));
  await looker?.close();
}
