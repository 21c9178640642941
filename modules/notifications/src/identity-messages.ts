// SPDX-License-Identifier: Apache-2.0
/** What identity has to tell people: links that prove their address, and changes of their account and powers. */
import {
  codeOffered,
  linkOffered,
  personConcerned,
  personJoined,
  revealCode,
  revealLink,
} from '@stoa/identity/contract';
import { officialConcerned } from '@stoa/organisations/contract';
import { isRefusal, job, type ModuleRuntime, movePseudonym, on } from '@stoa/kernel';
import { languages, type LocalText, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { transportOf } from './channels/email.ts';
import { notify } from './inbox.ts';

const texts: Record<'activate' | 'change-email' | 'confirm-email' | 'code', { subject: LocalText; body: LocalText }> = {
  activate: {
    subject: {
      en: 'Choose your password',
      ru: 'Выберите пароль',
      kk: 'Құпиясөз таңдаңыз',
      uk: 'Виберіть пароль',
      ar: 'اختر كلمة المرور',
    },
    body: {
      en: 'An account was made for you. Open this address within three days and choose a password. It works once.',
      ru: 'Для вас создана учётная запись. Откройте этот адрес в течение трёх дней и выберите пароль. Он действует один раз.',
      kk: 'Сізге тіркелгі ашылды. Осы мекенжайды үш күн ішінде ашып, құпиясөз таңдаңыз. Ол бір рет қана жұмыс істейді.',
      uk: 'Для вас створено обліковий запис. Відкрийте цю адресу протягом трьох днів і виберіть пароль. Вона діє один раз.',
      ar: 'أُنشئ حساب لك. افتح هذا العنوان خلال ثلاثة أيام واختر كلمة مرور. يعمل العنوان مرة واحدة.',
    },
  },
  'confirm-email': {
    subject: {
      en: 'Confirm that this address is yours',
      ru: 'Подтвердите, что это ваш адрес',
      kk: 'Бұл мекенжай сіздікі екенін растаңыз',
      uk: 'Підтвердьте, що це ваша адреса',
      ar: 'أكد أن هذا العنوان لك',
    },
    body: {
      en: 'Messages of the portal will go to this address. Open the link within three days to confirm it.',
      ru: 'Сообщения портала будут приходить на этот адрес. Откройте ссылку в течение трёх дней, чтобы подтвердить его.',
      kk: 'Портал хабарлары осы мекенжайға келеді. Растау үшін сілтемені үш күн ішінде ашыңыз.',
      uk: 'Повідомлення порталу надходитимуть на цю адресу. Відкрийте посилання протягом трьох днів, щоб підтвердити її.',
      ar: 'ستصل رسائل البوابة إلى هذا العنوان. افتح الرابط خلال ثلاثة أيام لتأكيده.',
    },
  },
  code: {
    subject: {
      en: 'Your code to sign in',
      ru: 'Ваш код для входа',
      kk: 'Кіруге арналған кодыңыз',
      uk: 'Ваш код для входу',
      ar: 'رمز تسجيل الدخول',
    },
    body: {
      en: 'Type this code where you sign in. It is good for ten minutes, once. Tell it to nobody: we never ask for it.',
      ru: 'Введите этот код там, где вы входите. Он действует десять минут, один раз. Никому его не сообщайте: мы никогда о нём не спрашиваем.',
      kk: 'Осы кодты кіріп жатқан жерде енгізіңіз. Ол он минут, бір рет қана жарамды. Оны ешкімге айтпаңыз: біз ешқашан сұрамаймыз.',
      uk: 'Введіть цей код там, де ви входите. Він діє десять хвилин, один раз. Нікому його не повідомляйте: ми ніколи про нього не питаємо.',
      ar: 'اكتب هذا الرمز حيث تسجّل الدخول. يصلح عشر دقائق ومرة واحدة. لا تخبر به أحدًا: نحن لا نسأل عنه أبدًا.',
    },
  },
  'change-email': {
    subject: {
      en: 'Agree to a new e-mail address',
      ru: 'Согласитесь на новый адрес электронной почты',
      kk: 'Жаңа электрондық пошта мекенжайына келісіңіз',
      uk: 'Погодьтеся на нову адресу електронної пошти',
      ar: 'وافق على عنوان بريدك الإلكتروني الجديد',
    },
    body: {
      en: 'Somebody signed in as you wants messages to go to the address below. Open the link only if it was you.',
      ru: 'Кто-то вошёл под вашим именем и хочет получать сообщения по адресу ниже. Откройте ссылку, только если это были вы.',
      kk: 'Сіздің атыңызбен кірген біреу хабарларды төмендегі мекенжайға алғысы келеді. Сілтемені бұл сіз болсаңыз ғана ашыңыз.',
      uk: 'Хтось увійшов під вашим іменем і хоче отримувати повідомлення на адресу нижче. Відкрийте посилання, лише якщо це були ви.',
      ar: 'سجّل شخص الدخول باسمك ويريد أن تصل الرسائل إلى العنوان أدناه. لا تفتح الرابط إلا إن كنت أنت من طلب ذلك.',
    },
  },
};

/** Goes by e-mail alone and is kept nowhere: who reads the message acts as the person. */
async function send(
  module: ModuleRuntime,
  id: string,
  what: keyof typeof texts,
  { to, lines }: { to: string; lines: readonly string[] },
): Promise<void> {
  const { subject, body } = texts[what];
  await transportOf(module)?.sendMail({
    to,
    messageId: `<${id}@stoa>`,
    subject: subject.en,
    text: [...languages.map((language) => body[language] ?? ''), ...lines].join('\n\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
}

/** Used or replaced meanwhile: there is nothing left to send. */
const unlessGone = (error: unknown): undefined => {
  if (!isRefusal(error) || error.kind !== 'gone') throw error;
};

export const sendLink = job(
  'notifications.send-link',
  Type.Object({ linkId: Uuid }),
  async (module, { linkId }) => {
    const link = await module.call(revealLink, { id: linkId }).catch(unlessGone);
    if (!link?.to) return;
    const lines = [...(link.newEmail ? [link.newEmail] : []), module.publicUrl + link.path];
    await send(module, linkId, link.purpose, { to: link.to, lines });
  },
  { tx: false },
);

export const sendCode = job(
  'notifications.send-code',
  Type.Object({ codeId: Uuid }),
  async (module, { codeId }) => {
    const code = await module.call(revealCode, { id: codeId }).catch(unlessGone);
    if (code?.to) await send(module, codeId, 'code', { to: code.to, lines: [code.code] });
  },
  { tx: false },
);

/** Officials are told of what they have to look at, as everybody is of their own. */
export const fromOrganisations = [
  on(officialConcerned, (tx, { key, personKey, ...matter }) => notify(tx, { key, to: { personKey }, ...matter })),
];

export const fromIdentity = [
  on(personJoined, (tx, moved) => movePseudonym(tx, moved, [['message', 'person_key']])),
  on(linkOffered, (tx, { linkId }) => sendLink.enqueue(tx, { linkId }, { key: linkId })),
  on(codeOffered, (tx, { codeId }) => sendCode.enqueue(tx, { codeId }, { key: codeId })),
  on(personConcerned, async (tx, { key, personKey, subject, body, email }) => {
    await notify(tx, { key, to: { personKey }, matter: 'account', subject, body });
    if (email) await notify(tx, { key: `${key}-before`, to: { personKey, email }, matter: 'account', subject, body });
  }),
];
