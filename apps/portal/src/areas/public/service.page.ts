// SPDX-License-Identifier: Apache-2.0
import { serviceFigures } from '@stoa/cases/contract';
import { getService } from '@stoa/catalogue/contract';
import { lawOf } from '../../server/law.ts';
import { definePage, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { chosenRegion, regionsOf } from '../regions/shared.ts';

const spanOf = (values: readonly number[]) =>
  values.length > 0 ? { least: Math.min(...values), most: Math.max(...values) } : undefined;

export const servicePage = definePage({
  path: '/services/:id',
  component: 'public/ServicePage',
  load: async (context) => {
    const { text } = context;
    const service = await context.call(getService, { id: context.params.id });
    const [chosen, regions] = [
      await chosenRegion(context),
      (service.territory ?? service.regions) ? await regionsOf(context) : [],
    ];
    const nameOf = (code: string) => regions.find((one) => one.code === code)?.name ?? code;
    const figures = await whenUp(context.call(serviceFigures, { serviceId: service.id }));
    return {
      id: service.id,
      title: text(service.title),
      summary: text(service.summary),
      description: text(service.description),
      authority: text(service.authority.name),
      audience: service.audience,
      assurance: service.assurance,
      deadlineWorkingDays: service.deadlineWorkingDays,
      level: service.level,
      territory: service.territory?.map(nameOf) ?? [],
      chosen: chosen?.code,
      hasFee: service.hasFee,
      byRegion: service.regions?.map(({ code, fees, terms }) => ({
        ...{ code, name: nameOf(code) },
        fee: spanOf(fees.map(({ amountMinor }) => amountMinor)),
        days: spanOf(terms.map(({ workingDays }) => workingDays)),
      })),
      /** A row that holds in several regions is told once. */
      terms: [...new Map(service.regions?.flatMap(({ terms }) => terms).map((term) => [term.id, term])).values()].map(
        (term) => ({ text: text(term.text), law: lawOf(term, text), days: term.workingDays }),
      ),
      needs: service.needs.map(text),
      steps: service.steps.map(text),
      outputs: service.outputs.map((output) => text(output.title)),
      feeNote: service.feeNote && text(service.feeNote),
      fees: service.fees.map((fee) => ({
        text: text(fee.text),
        law: lawOf(fee, text),
        amountMinor: fee.amountMinor,
        currency: fee.currency,
      })),
      registers: service.registers.map((register) => ({
        title: text(register.title),
        purpose: text(register.purpose),
      })),
      legalBasis: service.legalBasis.map((act) => ({
        title: text(act.title),
        article: act.articleText ? text(act.articleText) : act.article,
        url: act.url,
      })),
      channels: service.channels.map((channel) => text(channel.title)),
      lifeEvents: service.lifeEvents.map((event) => ({ code: event.code, title: text(event.title) })),
      figures: figures && {
        ...figures,
        grounds: figures.grounds.map(({ text: ground, share }) => ({ text: text(ground), share })),
      },
      hasEligibility: service.eligibility.length > 0,
    };
  },
});
export type ServiceProps = PropsOf<typeof servicePage>;
