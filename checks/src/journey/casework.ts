// SPDX-License-Identifier: Apache-2.0
/** Officers' day: views, notes, a conflict of interest, many tasks at once, a second officer, the board and the file for a court. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const press = (value: string): [string, string] => ['_do', value];
const task = /^\/office\/tasks\/[0-9a-f-]{36}$/;
const queue = '/office?show=open&service=work-permit&sort=risk';

interface Part {
  readonly narrator: Narrator;
  readonly look: Look;
}

const buttonOf = (page: Page, beginning: string): [string, string] => {
  const found = page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([name, value]) => name === '_do' && value.startsWith(beginning));
  must(found, `there is a button for ${beginning}`);
  return found ?? ['_do', ''];
};

export async function workTheDesk(base: string, { narrator, look }: Part): Promise<void> {
  const [officer, lead, auditor] = [new Browser(base), new Browser(base), new Browser(base)];
  const serial = String(Date.now()).slice(-7);
  const name = `At risk ${serial}`;
  let path = '';
  await narrator.step('An officer orders the queue by risk and keeps it as a view', async () => {
    await officer.signIn('officer', 'meridia', '/office');
    const page = await eventually(
      'permits that nobody has claimed',
      async () => {
        const found = await officer.get(queue);
        return found.links(task).length > 0 && found;
      },
      240,
    );
    const kept = await officer.submit(page, { name }, press('keep-view'));
    must(kept.text.includes(name), `the view is there: ${kept.text.slice(0, 400)}`);
    path = page.links(task)[0] ?? '';
    return { view: kept.url.split('view=')[1] ?? '' };
  });
  await narrator.step('A call is written down and corrected; the earlier version stays', async () => {
    const call = {
      ...{ 'kind.new': 'call', 'on.new': '2026-01-15', 'person.new': 'Accountant' },
      'text.new': `Asked for the term ${serial}.`,
    };
    const noted = await officer.submit(await officer.get(path), call, press('note'));
    must(noted.text.includes(say('notice.note-written')), `it is kept: ${noted.text.slice(0, 400)}`);
    const [, value] = buttonOf(noted, 'correct ');
    const [, id = ''] = value.split(' ');
    const words = `Asked for the term and a copy ${serial}.`;
    const corrected = await officer.submit(noted, { [`text.${id}`]: words }, press(value));
    must(corrected.text.includes(words), `the new version is read: ${corrected.text.slice(0, 400)}`);
    must(corrected.text.includes(`Asked for the term ${serial}.`), 'and so is the earlier one');
    return { note: id };
  });
  await look('Beside a case', officer, [path]);
  await narrator.step(
    'Who has a conflict of interest is refused, and a colleague takes the case from many at once',
    async () => {
      const reason = { conflictReason: 'The director is my cousin.' };
      const said = await officer.submit(await officer.get(path), reason, press('conflict'));
      must(said.text.includes(say('notice.conflict-declared')), `it is written down: ${said.text.slice(0, 400)}`);
      const refused = await officer.submit(await officer.get(path), {}, press('claim'));
      must(
        refused.text.includes(say('error.cases.conflict-of-interest')),
        `it is refused: ${refused.text.slice(0, 400)}`,
      );
      await lead.signIn('lead', 'meridia', '/office');
      const page = await lead.get(queue);
      const id = path.split('/').at(-1) ?? '';
      // The boxes of the table belong to the form by its id.
      const form = page.forms().find(({ buttons }) => buttons.some(([, value]) => value === 'claim'));
      const done = await lead.post(page.url, [...(form?.fields ?? []), ['task', id], press('claim')]);
      must(done.text.includes(say('queue.at-once-done')), `what became of it is said: ${done.text.slice(0, 400)}`);
      must((await lead.get(path)).text.includes('Aisha'), 'the colleague has it');
      return { task: id };
    },
  );
  await narrator.step('A decision that two take is proposed; the rule goes again', async () => {
    const rule = await lead.submit(
      await lead.get('/office/reviews'),
      { outcome: 'refuse' },
      buttonOf(await lead.get('/office/reviews'), 'add-rule'),
    );
    must(rule.text.includes(say('notice.second-eyes-set')), `the rule is there: ${rule.text.slice(0, 400)}`);
    const text = 'The papers do not say what the law asks.';
    const alone = await lead.submit(await lead.get(path), { outcome: 'refuse', text }, press('decide'));
    must(
      alone.text.includes(say('error.cases.second-eyes-needed')),
      `one alone is refused: ${alone.text.slice(0, 400)}`,
    );
    const put = await lead.submit(await lead.get(path), { outcome: 'refuse', text }, press('propose'));
    must(put.text.includes(say('notice.decision-proposed')), `it waits for a second: ${put.text.slice(0, 400)}`);
    const page = await lead.get('/office/reviews');
    const gone = await lead.submit(page, {}, buttonOf(page, 'drop-rule'));
    must(gone.text.includes(say('notice.second-eyes-set')), 'the rule is gone');
    return { proposed: path };
  });
  await look('The second look', lead, ['/office/reviews']);
  await narrator.step('The board says how the office goes, and the file of the case is a signed PDF', async () => {
    const board = await lead.get('/office/board');
    must(board.text.includes(say('casework.ageing')), `there are figures: ${board.text.slice(0, 400)}`);
    const [href = ''] = (await lead.get(path)).links(/\/file\.pdf$/);
    const file = await lead.bytes(href);
    must(file.status === 200 && file.type === 'application/pdf', `it is a PDF: ${file.status} ${file.type}`);
    return { file: href };
  });
  await look('How the office goes', lead, ['/office/board', '/office/views', '/office/keys']);
  await narrator.step('The auditor reads what was written down', async () => {
    await auditor.signIn('auditor', 'meridia', '/audit');
    const number = /WP-\d{4}-\d{6}/.exec((await lead.get(path)).text)?.[0] ?? '';
    must((await lead.get(`/office/cases/${number}`)).path === path, 'its number leads to its task');
    const found = await auditor.get(`/audit?search=${number}`);
    const [href = ''] = found.links(/^\/audit\/cases\//);
    const evidence = await auditor.get(href);
    must(evidence.text.includes(serial), `the note is there: ${evidence.text.slice(-600)}`);
    return { case: number };
  });
}
