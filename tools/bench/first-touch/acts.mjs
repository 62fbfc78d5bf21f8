// The acts that first-touch.mjs measures: what is touched, and how the page shows its reaction.
import { texts } from './packages.mjs';

/** JavaScript that finds the visible button or link with this text. */
const button = (text) => {
  const fits = `it.checkVisibility() && it.innerText.trim() === ${JSON.stringify(text)}`;
  return `[...document.querySelectorAll('button, a')].find((it) => ${fits})`;
};
const element = (selector) => `document.querySelector(${JSON.stringify(selector)})`;

const DIALOG = element('dialog[open] h2');
const COPIED = button(texts.site.copied);

/**
 * `prepare` returns the cookies of a browser, and what the act needs besides. `target` and `effect` are JavaScript
 * expressions in the page. If `prepare` returns a `code`, the act types it. Its effect is the request that sends it.
 */
export function acts(school, openPhone) {
  const board = { name: 'board of 30', path: school.board.path, prepare: async () => ({ state: school.board.state }) };
  return [
    {
      name: '/sign-in',
      act: 'show password',
      path: '/sign-in',
      prepare: async () => ({}),
      target: `${element('[name=password]')}?.closest('.field').querySelector('button')`,
      effect: `${element('[name=password]')}.type === 'text'`,
    },
    {
      name: '/set-up',
      act: 'type six digits',
      path: '/set-up',
      prepare: async () => {
        const { student, code } = await school.setsUp();
        return { state: await student.state(), code };
      },
      target: element('#code'),
    },
    {
      name: '/sign-in/code',
      act: 'type six digits',
      path: '/sign-in/code',
      prepare: async () => {
        const { student, code } = await school.owesCode();
        return { state: await student.state(), code };
      },
      target: element('#code'),
    },
    {
      name: '/phone',
      act: 'scan',
      path: '/phone',
      prepare: async () => {
        const { student } = await school.setsUp();
        return openPhone(await student.state());
      },
      target: button(texts.phone.scan_page),
      effect: `/\\d{3} \\d{3}/.test(${element('#phone-code')}?.textContent)`,
    },
    {
      name: 'recovery codes',
      act: 'copy',
      path: '/set-up/recovery-codes',
      prepare: async () => {
        const { student } = await school.connects();
        return { state: await student.state() };
      },
      target: button(texts.recovery.copy),
      effect: COPIED,
    },
    {
      name: 'new board of 30',
      act: 'copy the teacher link',
      path: school.newBoard.path,
      prepare: async () => ({ state: school.newBoard.state }),
      target: element('.copy button'),
      effect: COPIED,
    },
    { ...board, act: 'open the menu of a row', target: element('#seat-5 .more a'), effect: DIALOG },
    { ...board, act: 'open the class menu', target: element('.board-head a[href$="/menu"]'), effect: DIALOG },
    {
      ...board,
      act: 'show the password of a row',
      target: element('#seat-5 .password :is(a, button)'),
      effect: element('#seat-5 .password code'),
    },
    {
      ...board,
      act: 'sort stuck students first',
      target: button(texts.order.stuck_first),
      effect: `${element('.seats tbody tr')}.id !== 'seat-1'`,
    },
  ];
}
