// SPDX-License-Identifier: Apache-2.0
/** How the exchange is looked after: by its operator, and by a department's engineer who sees their own systems alone. */
import type { Browser } from './browser.ts';
import { chosen } from './choosing.ts';
import { type Evidence, must } from './step.ts';

const companies = 'XM/GOV/1002/COMPANIES';
const population = 'XM/GOV/1003/POPULATION';
const operatorPages = '/operations/exchange';

export interface GovernedExchange {
  readonly evidence: Evidence;
  /** Addresses of the operator's and the engineer's pages. */
  readonly operator: string[];
  readonly engineer: string[];
}

/** A right is granted by the operator and taken back by the engineer whose service it is about. */
export async function governExchange(operator: Browser, engineer: Browser): Promise<GovernedExchange> {
  const overview = await operator.get(operatorPages);
  must(overview.text.includes('Company register'), 'the operator sees the subsystems');
  const traffic = await operator.get('/operations/traffic?span=day');
  must(/Company register.*XM\/GOV\/1002\/COMPANIES\/companies/.test(traffic.text), 'the journey itself is the traffic');
  const target = `${companies}/companies`;
  const form = await chosen(operator, await operator.get(`${operatorPages}/grant`), 'target', target);
  const granted = await operator.submit(form, {
    consumerId: 'XM/GOV/1004/DIPLOMAS',
    target,
    pathPattern: '/*',
    purpose: 'Checking an employer',
  });
  const right = granted.path.split('/').at(-1) ?? '';
  must(/^[0-9a-f-]{36}$/.test(right), `the right is granted, not ${granted.text.slice(0, 300)}`);
  const subsystem = `${operatorPages}/subsystem?id=${companies}`;
  const token = await operator.submit(await operator.get(subsystem), {}, ['_do', 'enrol']);
  must(token.text.includes('it is shown this once only'), 'a token for a connector is shown');
  const certificates = await operator.get(`${operatorPages}/certificates?show=all`);
  const [certificate = ''] = certificates.links(/\/certificates\/revoke\?/);
  must(certificate, 'a certificate in force can be revoked');
  const [message = ''] = (
    await operator.get(`${operatorPages}/messages?outcome=accepted&target=${companies}/companies`)
  ).links(/\/message\?/);
  const found = await operator.get(message);
  must(/Request.*Response/.test(found.text), 'a message is shown with both its entries');

  await engineer.signIn('engineer', 'meridia', '/exchange');
  const own = await engineer.get('/exchange');
  must(own.text.includes('Company register') && !own.text.includes('Population'), 'an engineer sees their own systems');
  const foreign = await engineer.get(`/exchange/subsystem?id=${population}`);
  must(foreign.status === 403, 'an engineer sees nothing of another department');
  const withdrawn = await engineer.submit(await engineer.get(`/exchange/rights/${right}`), {}, ['_do', 'withdraw']);
  must(!withdrawn.text.includes('XM/GOV/1004/DIPLOMAS'), 'the right is taken back');
  const [kept = ''] = withdrawn.links(/^\/exchange\/rights\//);
  return {
    evidence: { right, foreign: foreign.status, message: message.split('=')[1] ?? '' },
    operator: [
      '/operations/traffic?span=day',
      operatorPages,
      ...['register', 'rights', 'grant', 'certificates', 'certificate-requests', 'incidents', 'messages', 'events'].map(
        (p) => `${operatorPages}/${p}`,
      ),
      subsystem,
      `${operatorPages}/certificates?show=all`,
      certificate,
      `${operatorPages}/revoke?id=${companies}`,
      `${operatorPages}/events/replay?subscription=${right}`,
      `${operatorPages}/rights/${kept.split('/').at(-1)}`,
      message,
    ],
    engineer: [
      '/exchange',
      `/exchange/subsystem?id=${companies}`,
      `/exchange/grant?provider=${companies}`,
      kept,
      '/exchange/events',
      `/exchange/events/replay?subscription=${right}`,
    ],
  };
}
