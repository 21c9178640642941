// SPDX-License-Identifier: Apache-2.0
/** Public services that people rate, and the systems that automate them. Draws nothing: what was drawn before stays as it is. */
import { began, type Place, type Register } from './book.ts';
import { texts } from './words.ts';

const services = [
  [
    'PS-01',
    'XM-01-LABOUR',
    'Work permits|Разрешения на работу|Жұмысқа рұқсаттар|Дозволи на роботу|تصاريح العمل',
    'XM-LABOUR-MINISTRY',
  ],
  [
    'PS-02',
    'XM-02-LABOUR',
    'Help in finding work|Помощь в поиске работы|Жұмыс іздеуге көмек|Допомога в пошуку роботи|المساعدة في إيجاد عمل',
    'XM-LABOUR-MINISTRY',
  ],
  [
    'PS-03',
    'XM-01-HEALTH',
    'Attachment to a clinic|Прикрепление к поликлинике|Емханаға тіркелу|Прикріплення до поліклініки|التسجيل في عيادة',
    'XM-HEALTH-MINISTRY',
  ],
] as const;
export function ratedServicesOf(register: Register): void {
  for (const [code, rated, name, ownerId] of services) {
    const place = register.add({
      ...{ kind: 'service', code, name: texts(name), ownerId, from: began, facts: { 'rated-as': rated } },
    });
    const objects = new Set(
      register.elements.filter((one) => one.kind === 'object' && one.ownerId === ownerId).map((one) => one.code),
    );
    for (const object of [...objects].slice(0, 3))
      register.relate('automates', ['object', object] satisfies Place, place);
  }
}
