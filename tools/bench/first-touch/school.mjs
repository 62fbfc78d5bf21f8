// Prepares what the acts of first-touch.mjs need, by requests: a class, and students at different stages.
import { otpauth, playwright } from './packages.mjs';

export const SEATS = 30;
/** Enough seats for a new student in every run. */
const STUDENTS = 100;
const STEP = 30;

/** A browser without pages. Its `state` is given to the browser that is measured. */
class Visitor {
  static async at(address) {
    const visitor = new Visitor();
    const extraHTTPHeaders = { Accept: 'text/html', 'Accept-Language': 'en', 'Sec-Fetch-Site': 'same-origin' };
    visitor.http = await playwright.request.newContext({ baseURL: address, extraHTTPHeaders });
    return visitor;
  }

  async reads(path) {
    return (await this.http.get(path)).text();
  }

  /** Sends a form, and returns the path to which the server redirects. */
  async sends(path, form, leadsTo) {
    const answer = await this.http.post(path, { form, maxRedirects: 0 });
    const target = new URL(answer.headers().location ?? '/no-redirect', answer.url()).pathname;
    if (!leadsTo.test(target)) throw new Error(`${path} answers ${answer.status()} and leads to ${target}`);
    return target;
  }

  /** The cookies, for a new browser context. The requests end here. */
  async state() {
    const state = await this.http.storageState();
    await this.http.dispose();
    return state;
  }
}

/** Opens a class. Returns its board, the cards of its seats, and the teacher. */
async function opensClass(address, seats, linkSaved) {
  const teacher = await Visitor.at(address);
  const form = /name="form" value="([^"]+)"/.exec(await teacher.reads('/'))[1];
  const board = await teacher.sends('/classes', { form, seats: String(seats), title: '7b' }, /^\/classes\/[\w-]+$/);
  const id = board.split('/').at(-1);
  if (linkSaved) await teacher.sends('/classes/link-saved', { id, which: 'teacher' }, /^\/classes\//);
  const table = await teacher.reads(`${board}/handouts.csv`);
  const lines = [...table.matchAll(/([a-z]+-\d+)[^a-z]+([a-z]+-[a-z]+-\d+)/g)];
  const cards = lines.map(([, username, password]) => ({ username, password }));
  if (cards.length !== seats) throw new Error(`${cards.length} cards for ${seats} seats`);
  return { board, cards, teacher };
}

export class School {
  static async at(address) {
    const school = Object.assign(new School(), { address });
    const { board, cards, teacher } = await opensClass(address, SEATS, true);
    // Some students wait, so that the order of the rows can change.
    for (const card of cards.slice(-5)) await (await school.signsIn(card)).http.dispose();
    school.board = { path: board, state: await teacher.state() };
    const unsaved = await opensClass(address, SEATS, false);
    school.newBoard = { path: unsaved.board, state: await unsaved.teacher.state() };
    school.cards = (await opensClass(address, STUDENTS, true)).cards;
    return school;
  }

  async signsIn(card) {
    const student = await Visitor.at(this.address);
    await student.sends('/sign-in', card, /^\/lesson$/);
    return student;
  }

  /** A new student who has opened the set-up. */
  async setsUp() {
    const card = this.cards.pop();
    const student = await this.signsIn(card);
    const uri = /href="(otpauth:[^"]+)"/.exec(await student.reads('/set-up'))[1].replaceAll('&amp;', '&');
    const app = otpauth.URI.parse(uri);
    const code = (steps = 0) => app.generate({ timestamp: Date.now() + steps * STEP * 1000 });
    return { card, student, code };
  }

  /** A new student who has connected an app, and sees the recovery codes. */
  async connects() {
    const { card, student, code } = await this.setsUp();
    // The code of the previous time step is still accepted, if that step does not end in this moment.
    while ((Date.now() / 1000) % STEP > STEP - 2) await new Promise((resolve) => setTimeout(resolve, 200));
    await student.sends('/set-up', { code: code(-1) }, /^\/set-up\/recovery-codes$/);
    return { card, student, code };
  }

  /** A new student who has to enter a code to sign in. */
  async owesCode() {
    const { card, student, code } = await this.connects();
    await student.sends('/set-up/saved', { saved: 'yes' }, /^\/lesson$/);
    await student.sends('/sign-out', {}, /^\/sign-out$/);
    await student.sends('/sign-in', card, /^\/sign-in\/code$/);
    return { student, code };
  }
}
