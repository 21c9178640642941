// SPDX-License-Identifier: Apache-2.0
/** Those who work on quality: intake, moderation, questionnaires, whose an answer is; and a citizen who answers and objects. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { inLanguage, wordsOf } from './words.ts';

const home = '/quality-work';
const languages = ['en', 'ru', 'ar'] as const;
const id = '[0-9a-f-]{36}';
const press = (value: string): [string, string] => ['_do', value];
const valueOf = (page: Page, beginning: string): string | undefined =>
  page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([name, value]) => name === '_do' && value.startsWith(beginning))?.[1];

interface Walk {
  readonly say: (key: string) => string;
  readonly enter: (login: string, path?: string) => Promise<Browser>;
}

/** The newest invitation of a clinic that was not answered yet; the exchange may still bring it. */
const invitation = (patient: Browser): Promise<string> =>
  eventually(
    'an invitation that the clinic led to',
    async () => {
      const fields = (await patient.get('/cabinet/inbox')).forms().flatMap((form) => form.fields);
      for (const [name, value] of fields)
        if (
          name === '_link' &&
          value.startsWith('/survey/') &&
          valueOf(await patient.get(value), 'keep') === undefined
        ) {
          const page = await patient.get(value);
          if (
            page
              .forms()
              .some(
                ({ fields: own, names }) => names.has('_key') && own.length > 0 && !/Q-[0-9A-F]{10}/.test(page.text),
              )
          )
            return value;
        }
      return false;
    },
    240,
  );

async function answer({ say }: Walk, patient: Browser, path: string): Promise<Evidence> {
  const questions = await patient.submit(await patient.get(path));
  const scales = [
    ...new Set(
      [...questions.html.matchAll(/name="([\w-]+)"[^>]*value="5"|value="5"[^>]*name="([\w-]+)"/g)].map(
        (m) => m[1] ?? m[2] ?? '',
      ),
    ),
  ];
  const [first = ''] = scales;
  const kept = await patient.submit(questions, { [first]: '4' }, press('keep'));
  must(kept.text.includes(say('notice.answers-kept')), `it is kept: ${kept.text.slice(0, 300)}`);
  const again = await patient.submit(await patient.get(path));
  const given = {
    ...Object.fromEntries(scales.map((name) => [name, '5'])),
    comment: 'Thanks to Dr. Ivan Petrov, room 7',
  };
  const receipt = await patient.submit(again, given, press('answer'));
  must(/Q-[0-9A-F]{10}/.test(receipt.text), `a receipt is given: ${receipt.text.slice(0, 300)}`);
  return { questions: scales.length };
}

/** Those of days after the visit come first: the moderator lets them through until the patient's own is there. */
async function waitingComment(moderator: Browser): Promise<{ page: Page; response: string } | undefined> {
  for (let before = 0; before < 150; before += 1) {
    const page = await moderator.get(`${home}/comments`);
    const next = valueOf(page, 'release ');
    if (next === undefined) return undefined;
    const shown = page.html.slice(0, page.html.indexOf(`value="${next}"`));
    if (shown.includes('room 7')) return { page, response: next.slice('release '.length) };
    await moderator.submit(page, {}, press(next));
  }
  return undefined;
}

async function moderate({ say }: Walk, moderator: Browser): Promise<Evidence & { response: string }> {
  const { page, response } = await eventually('the comment to wait', () => waitingComment(moderator));
  must(!page.text.includes('Petrov'), 'the name is masked before anybody reads it');
  const released = await moderator.submit(page, {}, press(`release ${response}`));
  must(released.text.includes(say('notice.comment-decided')), `it is decided: ${released.text.slice(0, 300)}`);
  const back = await moderator.submit(await moderator.get(`${home}/comments`), {}, press(`undo ${response}`));
  must(back.text.includes(say('notice.comment-reopened')), `it waits again: ${back.text.slice(0, 300)}`);
  const withheld = await moderator.submit(back, {}, press(`withhold ${response}`));
  must(withheld.text.includes(say('notice.comment-decided')), `it is withheld: ${withheld.text.slice(0, 300)}`);
  return { response };
}

async function workOnCards({ say }: Walk, operator: Browser): Promise<Evidence & { card: string }> {
  const list = await operator.get(`${home}/cards?state=UNDELIVERABLE`);
  const [card = ''] = list.links(new RegExp(`^${home}/cards/${id}$`));
  must(card !== '', `clinics name people without an account: ${list.text.slice(0, 300)}`);
  const page = await operator.get(card);
  must(page.text.includes(say('quality-work.todo-no-account')), 'it is said what to do');
  const bare = await operator.submit(page, { withdrawal: 'Sent twice' }, press('withdraw'));
  must(bare.status === 422, `withdrawing asks whether one is sure: ${bare.status}`);
  const revealed = await operator.submit(page, { purpose: 'A call about the visit' }, press('reveal'));
  must(revealed.text.includes(say('quality-work.fact-snils')), `the person is shown: ${revealed.text.slice(0, 300)}`);
  const paper = await operator.submit(await operator.get(`${card}/paper`));
  const code = /dir="ltr" class="code"[^>]*>([^<]+)</.exec(paper.html)?.[1]?.trim() ?? '';
  must(code.replaceAll(' ', '').length === 22, `a code is printed: ${code.length}`);
  const kiosk = await operator.get('/survey');
  const reached = await operator.submit(kiosk, { code });
  must(reached.text.includes(say('survey.start')), `the code leads to the questions: ${reached.text.slice(0, 300)}`);
  const held = await operator.submit(await operator.get(card), { reason: 'Lost the paper' }, press('hold'));
  must(held.text.includes(say('quality-work.link-LOCKED')), `the link is locked: ${held.text.slice(0, 300)}`);
  await operator.submit(held, { reason: 'Found it again' }, press('release'));
  return { card };
}

async function seeSources({ say }: Walk, operator: Browser): Promise<Evidence> {
  const done = say('quality-work.period-done');
  await eventually(
    'the clinics to have answered',
    async () => (await operator.get(`${home}/sources`)).text.includes(done),
    240,
  );
  const page = await operator.get(`${home}/sources`);
  const ask = page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([name, value]) => name === '_do' && value.includes('CLINICS'))?.[1];
  must(ask, 'the clinics can be asked again');
  const wrong = await operator.submit(page, {}, press(ask));
  must(wrong.status === 422, `days are asked for: ${wrong.status}`);
  const coverage = await operator.get(`${home}/coverage?show=low`);
  must(/\d[\s\u200e]*%|٪/.test(coverage.text), `who sends too few is shown: ${coverage.text.slice(0, 300)}`);
  return {};
}

async function design({ say, enter }: Walk, title: string): Promise<Evidence & { path: string }> {
  const [author, second] = [await enter('methodologist'), await enter('analyst')];
  const path = `${home}/questionnaires/clinic-visit`;
  const saved = await author.submit(await author.get(path), { title }, press('save'));
  must(saved.text.includes(say('notice.draft-saved')), `the draft is kept: ${saved.text.slice(0, 300)}`);
  must(valueOf(saved, 'publish') === undefined, 'its author cannot publish it');
  const published = await second.submit(await second.get(`${path}?show=draft`), {}, press('publish'));
  must(published.text.includes(say('notice.questionnaire-published')), `it is out: ${published.text.slice(0, 300)}`);
  const list = await second.get(`${home}/questionnaires`);
  const assigned = await second.submit(
    list,
    { template: 'clinic-visit', sphere: 'health-care', mode: 'linked' },
    press('assign'),
  );
  must(assigned.text.includes(say('notice.quality-work-done')), `it is assigned: ${assigned.text.slice(0, 300)}`);
  return { path };
}

async function reidentify({ say, enter }: Walk, operator: Browser, response: string): Promise<Evidence> {
  const path = `${home}/answers`;
  await operator.submit(await operator.get(path), { response, purpose: 'A threat in the comment' }, press('ask'));
  const federal = await enter('federal');
  const asked = await federal.get(path);
  const agree = valueOf(asked, 'agree ');
  must(agree, `another official is asked: ${asked.text.slice(0, 300)}`);
  await federal.submit(asked, {}, press(agree));
  const agreed = await operator.get(path);
  const read = await operator.submit(agreed, {}, press(valueOf(agreed, 'read ') ?? ''));
  must(read.text.includes(say('quality-work.fact-snils')), `the person is shown: ${read.text.slice(0, 300)}`);
  return {};
}

async function object({ say }: Walk, patient: Browser): Promise<Evidence> {
  const path = '/cabinet/surveys';
  const kept = await patient.submit(await patient.get(path), {}, press('object'));
  must(kept.text.includes(say('notice.objection-kept')), `the objection is kept: ${kept.text.slice(0, 300)}`);
  const back = await patient.submit(await patient.get(path), {}, press('take-back'));
  must(back.text.includes(say('notice.objection-taken-back')), `it is taken back: ${back.text.slice(0, 300)}`);
  return {};
}

export async function workOnQuality(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  for (const [at, language] of languages.entries()) {
    const enter = async (login: string, path = home) => {
      const one = new Browser(base, inLanguage(language));
      await one.signIn(login, 'meridia', path);
      return one;
    };
    const walk: Walk = { say: wordsOf(language), enter };
    const [operator, moderator] = [await enter('intake'), await enter('moderator')];
    const patient = await enter('accountant', '/cabinet');
    let [card, response, questionnaire, survey] = ['', '', '', ''];
    await narrator.step(`The clinics are asked over the exchange, and how much they send (${language})`, () =>
      seeSources(walk, operator),
    );
    await narrator.step(
      `A patient of a clinic answers by an invitation that came over the exchange (${language})`,
      async () => {
        survey = await invitation(patient);
        return answer(walk, patient, survey);
      },
    );
    await narrator.step(
      `A moderator lets free words through, takes it back and withholds them (${language})`,
      async () => {
        const done = await moderate(walk, moderator);
        response = done.response;
        return done;
      },
    );
    await narrator.step(`An operator works on cards, and gives a link out on paper (${language})`, async () => {
      const done = await workOnCards(walk, operator);
      card = done.card;
      return done;
    });
    await narrator.step(`A questionnaire is drafted by one and published by another (${language})`, async () => {
      const done = await design(walk, `Rate your visit ${at + 2}`);
      questionnaire = done.path;
      return done;
    });
    await narrator.step(`Whose an answer is takes two officials (${language})`, () =>
      reidentify(walk, operator, response),
    );
    await narrator.step(`The patient objects to being asked, and takes it back (${language})`, () =>
      object(walk, patient),
    );
    if (at > 0) continue;
    const anybody = new Browser(base);
    await look('Work on quality, for an operator', operator, [
      ...[home, `${home}/cards`, card, `${card}/paper`, `${home}/sources`, `${home}/coverage`, `${home}/answers`],
    ]);
    await look('Work on quality, for a moderator', moderator, [home, `${home}/comments`], 'moderator');
    const author = await enter('methodologist');
    await look(
      'Work on quality, for a methodologist',
      author,
      [home, `${home}/questionnaires`, questionnaire],
      'author',
    );
    await look('The surveys of a citizen', patient, ['/cabinet/surveys'], 'own');
    await look('A kiosk', anybody, ['/survey', survey], 'kiosk');
  }
}
