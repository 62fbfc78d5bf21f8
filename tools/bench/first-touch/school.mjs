// Prepares by requests what the measurements of pages need: classes, and students and members at different stages.
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

  /** The value that a page has put into a hidden field of its form. */
  async hiddenField(path, name) {
    return new RegExp(`name="${name}" value="([^"]+)"`).exec(await this.reads(path))[1];
  }

  /** Opens the set-up. Returns a function that gives the codes of the authenticator. */
  async opensSetUp() {
    const uri = /href="(otpauth:[^"]+)"/.exec(await this.reads('/set-up'))[1].replaceAll('&amp;', '&');
    const app = otpauth.URI.parse(uri);
    return (steps = 0) => app.generate({ timestamp: Date.now() + steps * STEP * 1000 });
  }

  /** Connects the authenticator with the code of the previous time step, so that the code of this step is not used. */
  async connects(code) {
    // That code is still accepted, if the previous step does not end in this moment.
    while ((Date.now() / 1000) % STEP > STEP - 2) await new Promise((resolve) => setTimeout(resolve, 200));
    await this.sends('/set-up', { code: code(-1) }, /^\/set-up\/recovery-codes$/);
  }

  /** Confirms that the recovery codes are saved. */
  async savesCodes(leadsTo) {
    await this.sends('/set-up/saved', { saved: 'yes' }, leadsTo);
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
export async function opensClass(address, seats, linkSaved) {
  const teacher = await Visitor.at(address);
  const form = await teacher.hiddenField('/', 'form');
  const board = await teacher.sends('/classes', { form, seats: String(seats), title: '7b' }, /^\/classes\/[\w-]+$/);
  const id = board.split('/').at(-1);
  if (linkSaved) await teacher.sends('/classes/link-saved', { id, which: 'teacher' }, /^\/classes\//);
  const table = await teacher.reads(`${board}/handouts.csv`);
  const lines = [...table.matchAll(/([a-z]+-\d+)[^a-z]+([a-z]+-[a-z]+-\d+)/g)];
  const cards = lines.map(([, username, password]) => ({ username, password }));
  if (cards.length !== seats) throw new Error(`${cards.length} cards for ${seats} seats`);
  return { board, cards, teacher };
}

/** Students of a class, whose cards are used up one after the other. */
export class School {
  constructor(address, cards) {
    Object.assign(this, { address, cards });
  }

  /** The classes of first-touch.mjs. */
  static async at(address) {
    const { cards: students } = await opensClass(address, STUDENTS, true);
    const school = new School(address, students);
    const { board, cards, teacher } = await opensClass(address, SEATS, true);
    // Some students wait, so that the order of the rows can change.
    for (const card of cards.slice(-5)) await (await school.signsIn(card)).http.dispose();
    school.board = { path: board, state: await teacher.state() };
    const unsaved = await opensClass(address, SEATS, false);
    school.newBoard = { path: unsaved.board, state: await unsaved.teacher.state() };
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
    return { card, student, code: await student.opensSetUp() };
  }

  /** A new student who has connected an app, and sees the recovery codes. */
  async connects() {
    const { card, student, code } = await this.setsUp();
    await student.connects(code);
    return { card, student, code };
  }

  /** A new student who has to enter a code to sign in. */
  async owesCode() {
    const { card, student, code } = await this.connects();
    await student.savesCodes(/^\/lesson$/);
    await student.sends('/sign-out', {}, /^\/sign-out$/);
    await student.sends('/sign-in', card, /^\/sign-in\/code$/);
    return { student, code };
  }

  /** A new student who has finished the four stages. */
  async finishes() {
    const { student, code } = await this.owesCode();
    await student.sends('/sign-in/code', { code: code() }, /^\/lesson$/);
    return student;
  }
}

/** A new member who has connected an app. */
export async function registers(address) {
  const member = await Visitor.at(address);
  const [form, username, password] = [await member.hiddenField('/register', 'form'), `ada.${Date.now().toString(36)}`, 'correct horse battery'];
  const email = `${username}@school.example`;
  await member.sends('/register', { form, username, email, password, password_again: password }, /^\/set-up$/);
  await member.connects(await member.opensSetUp());
  await member.savesCodes(/^\/classes$/);
  return member;
}
