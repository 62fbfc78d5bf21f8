// The pages that run.mjs measures, each with the cookies of the user who sees it. A server that has just started, with
// its own data, is enough.
import { opensClass, registers, School, SEATS } from '../first-touch/school.mjs';

const EXERCISES = ['message', 'files', 'recovery', 'messages', 'passkey', 'phishing'];
/** The students of the board who have signed in: it is in the middle of a lesson. */
const SIGNED_IN = 21;
const REDIRECT = /^\/classes\/[\w-]+/;

/** Returns groups of pages: `name`, the cookies in `state`, and the `paths` with the names of their lines. */
export async function pages(address) {
  const visitor = ['/', '/sign-in', '/join', '/register', '/forgot', '/guide', '/lesson/family-sheet'];
  const member = ['/classes', '/account', '/account/password', '/account/email', '/account/tokens', '/account/delete'];
  return [
    group('visitor', { cookies: [] }, visitor),
    ...(await ofStudents(address)),
    ...(await ofTeachers(address)),
    group('member', await (await registers(address)).state(), member),
  ];
}

function group(name, state, paths) {
  return { name, state, paths: paths.map((path) => [path, path]) };
}

/** The pages of students, in a class in which all exercises and the questions are open. */
async function ofStudents(address) {
  const { board, cards, teacher } = await opensClass(address, SEATS, true);
  await opensEverything(teacher, board);
  const school = new School(address, cards);
  const signedIn = await school.signsIn(cards.pop());
  const { student: connecting } = await school.setsUp();
  const { student: connected } = await school.connects();
  const { student: pending } = await school.owesCode();
  const done = await school.finishes();
  const exercises = EXERCISES.map((exercise) => `/lesson/${exercise}`);
  return [
    group('signed in', await signedIn.state(), ['/lesson', '/lesson/questions']),
    group('connecting', await connecting.state(), ['/set-up', '/phone']),
    group('connected', await connected.state(), ['/set-up/recovery-codes']),
    group('pending', await pending.state(), ['/sign-in/code', '/sign-in/code?with=recovery-code']),
    group('done', await done.state(), ['/lesson', '/lesson/certificate', ...exercises]),
  ];
}

async function opensEverything(teacher, board) {
  const id = board.split('/').at(-1);
  const gates = EXERCISES.map((exercise) => [`gates[${exercise}]`, 'open']);
  await teacher.sends('/classes/act', { id, what: 'lesson', ...Object.fromEntries(gates) }, REDIRECT);
  await teacher.sends('/classes/questions', { id, on: 'true' }, REDIRECT);
}

/** The pages of a class in the middle of a lesson, and the debrief of another one. */
async function ofTeachers(address) {
  const { board, cards, teacher } = await opensClass(address, SEATS, true);
  const school = new School(address, cards);
  for (const card of cards.slice(0, SIGNED_IN)) await (await school.signsIn(card)).http.dispose();
  const pages = ['', '/menu', '/seats/2', '/names', '/questions', '/handouts', '/projector', '/results', '/finish'];
  const over = await opensClass(address, SEATS, true);
  await over.teacher.sends('/classes/act', { id: over.board.split('/').at(-1), what: 'debrief' }, REDIRECT);
  return [
    { name: 'teacher', state: await teacher.state(), paths: pages.map((page) => [`board${page}`, board + page]) },
    { name: 'debrief', state: await over.teacher.state(), paths: [['debrief', `${over.board}/projector`]] },
  ];
}
