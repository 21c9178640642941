// SPDX-License-Identifier: Apache-2.0
/** The areas of offices, one after the other. */
import { thorough } from '../thorough.ts';
import type { Browser } from './browser.ts';
import type { Look } from './family.ts';
import type { RunningPlatform } from './platform.ts';
import type { Narrator } from './step.ts';
import { goOnLeave } from './leave.ts';
import { examine } from './examination.ts';
import { integrate } from './integrator.ts';
import { keepArchitecture } from './architecture.ts';
import { workOnQuality } from './quality-work.ts';
import { readQuality } from './quality-figures.ts';
import { collectPayments } from './payments.ts';
import { keepBooks } from './payouts.ts';
import { sendMessages } from './messages.ts';
import { askBeforeReading } from './consent.ts';
import { watchTheCountry } from './monitoring.ts';
import { reportProblems } from './support.ts';
import { workTheDesk } from './casework.ts';
import { workByKeyboard } from './keyboard.ts';
import { helpAtTheCounter } from './counter.ts';
import { cancelVisa } from './visas.ts';
import { keepPortfolio } from './portfolio.ts';
import { readLabourMarket } from './labour.ts';
import { certifyServices } from './certification.ts';
import { chooseARegion } from './regions.ts';

interface Part {
  readonly narrator: Narrator;
  readonly look: Look;
}

/** What is counted, examined and paid over the years. */
export async function walkAreas(
  running: RunningPlatform,
  grantor: Browser,
  operator: Browser,
  { narrator, look }: Part,
): Promise<void> {
  const { base, databaseUrl } = running;
  await goOnLeave({ base, databaseUrl, grantor, operator }, { narrator, look });
  for (const language of thorough ? ['en', 'ru', 'ar'] : ['en'])
    await examine(base, language, language === 'en' ? { narrator, look } : { narrator });
  // The inventory asks for what the register said when it was filled in: changes of the same day are a clash.
  await integrate(base, { narrator, look });
  await keepArchitecture(base, { narrator, look });
  await workOnQuality(base, { narrator, look });
  await readQuality(base, { narrator, look });
  await collectPayments(base, { narrator, look });
  await keepBooks(base, { narrator, look });
  await sendMessages(running, { narrator, look });
  await askBeforeReading(base, { narrator, look });
  await watchTheCountry(base, { narrator, look });
  await reportProblems(base, { narrator, look });
  await workTheDesk(base, { narrator, look });
  await workByKeyboard(base, narrator);
  await helpAtTheCounter(base, { narrator, look });
  await cancelVisa({ base, databaseUrl }, { narrator, look });
  await keepPortfolio(base, { narrator, look });
  await readLabourMarket(base, { narrator, look });
  await certifyServices(base, { narrator, look });
  await chooseARegion(base, { narrator, look });
}
