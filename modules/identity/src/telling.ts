// SPDX-License-Identifier: Apache-2.0
/** People are told what was done to their account and their powers, in their cabinet and by e-mail. */
import { emit, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { personConcerned } from './contract.ts';

type Matter = 'activate' | 'confirm-email' | 'duty' | 'withdrawn';

const texts: Record<Matter, { subject: LocalText; body: LocalText }> = {
  activate: {
    subject: {
      en: 'Your account is ready',
      ru: 'Ваша учётная запись готова',
      kk: 'Тіркелгіңіз дайын',
      uk: 'Ваш обліковий запис готовий',
      ar: 'حسابك جاهز',
    },
    body: {
      en: 'You have chosen a password and can sign in. If it was not you, tell support at once.',
      ru: 'Вы выбрали пароль и можете войти. Если это были не вы, сразу сообщите в поддержку.',
      kk: 'Сіз құпиясөз таңдадыңыз және кіре аласыз. Бұл сіз болмасаңыз, қолдау қызметіне бірден хабарлаңыз.',
      uk: 'Ви вибрали пароль і можете увійти. Якщо це були не ви, одразу повідомте підтримку.',
      ar: 'اخترت كلمة مرور ويمكنك تسجيل الدخول. إن لم تكن أنت من فعل ذلك فأبلغ الدعم فورًا.',
    },
  },
  'confirm-email': {
    subject: {
      en: 'Your e-mail address was changed',
      ru: 'Ваш адрес электронной почты изменён',
      kk: 'Электрондық пошта мекенжайыңыз өзгертілді',
      uk: 'Вашу адресу електронної пошти змінено',
      ar: 'تغيّر عنوان بريدك الإلكتروني',
    },
    body: {
      en: 'Messages now go to the new address. If you did not ask for this, tell support at once.',
      ru: 'Сообщения теперь приходят на новый адрес. Если вы об этом не просили, сразу сообщите в поддержку.',
      kk: 'Хабарлар енді жаңа мекенжайға келеді. Мұны сұрамаған болсаңыз, қолдау қызметіне бірден хабарлаңыз.',
      uk: 'Повідомлення тепер надходять на нову адресу. Якщо ви про це не просили, одразу повідомте підтримку.',
      ar: 'تصل الرسائل الآن إلى العنوان الجديد. إن لم تطلب ذلك فأبلغ الدعم فورًا.',
    },
  },
  duty: {
    subject: {
      en: 'You were given a duty',
      ru: 'На вас возложена обязанность',
      kk: 'Сізге міндет жүктелді',
      uk: 'На вас покладено обов’язок',
      ar: 'أُسندت إليك مهمة وظيفية',
    },
    body: {
      en: 'Two officials gave you a new duty. You see it in your account.',
      ru: 'Два должностных лица возложили на вас новую обязанность. Она показана в вашей учётной записи.',
      kk: 'Екі лауазымды тұлға сізге жаңа міндет жүктеді. Ол тіркелгіңізде көрсетілген.',
      uk: 'Дві посадові особи поклали на вас новий обов’язок. Його видно у вашому обліковому записі.',
      ar: 'أسند إليك موظفان مخوّلان مهمة وظيفية جديدة. تراها في حسابك.',
    },
  },
  withdrawn: {
    subject: {
      en: 'A duty of yours has ended',
      ru: 'Ваша обязанность прекращена',
      kk: 'Міндетіңіз тоқтатылды',
      uk: 'Ваш обов’язок припинено',
      ar: 'انتهت مهمة وظيفية لك',
    },
    body: {
      en: 'An official ended it. Ask the administrator of the organisation if you think this is a mistake.',
      ru: 'Так решило должностное лицо. Если вы считаете это ошибкой, обратитесь к администратору организации.',
      kk: 'Мұны лауазымды тұлға тоқтатты. Бұл қате деп ойласаңыз, ұйым әкімшісіне хабарласыңыз.',
      uk: 'Так вирішила посадова особа. Якщо ви вважаєте це помилкою, зверніться до адміністратора організації.',
      ar: 'أنهاها موظف مخوّل. إن رأيت في ذلك خطأ فاسأل مسؤول المؤسسة.',
    },
  },
};

/** @param about `email`: a former address that is told as well */
export async function tell(
  tx: Tx,
  about: { key: string; personKey: string; matter: Matter; email?: string },
): Promise<void> {
  const { key, personKey, email } = about;
  await emit(
    tx,
    personConcerned,
    { key: `identity-${key}`, personKey, ...texts[about.matter], ...(email ? { email } : {}) },
    { subject: personKey },
  );
}
