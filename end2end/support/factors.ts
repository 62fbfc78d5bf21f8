// The second factors of students in a class: an app, the practice phone, and the phone of a neighbour.
import { Authenticator } from './authenticator';
import { Person } from './people/person';
import type { Student } from './people/student';
import { PracticePhone } from './practice-phone';
import { letTimePass } from './server';

/** Seconds of a code of an authenticator. */
const PERIOD = 30;

/** The second factor of a student. */
export interface Factor {
  /** The recovery codes that the set-up has shown. */
  recoveryCodes: string[];
  /** Connects the authenticator that the set-up page shows, and returns once the student's lesson is shown. */
  connects(): Promise<void>;
  /** The next code. */
  code(): Promise<string>;
}

/** An authenticator app that scans the QR codes of the set-up. */
export class App implements Factor {
  recoveryCodes: string[] = [];
  private authenticator?: Authenticator;

  constructor(private readonly student: Student) {}

  async connects(): Promise<void> {
    this.authenticator = await Authenticator.scans(this.student.page);
    this.recoveryCodes = await this.student.connects(this.authenticator);
  }

  code(): Promise<string> {
    return this.authenticator!.nextCode();
  }
}

/** The practice phone in the page of the student. */
export class PhoneInPage implements Factor {
  recoveryCodes: string[] = [];
  private readonly phone: PracticePhone;

  constructor(private readonly student: Student) {
    this.phone = new PracticePhone(student);
  }

  async connects(): Promise<void> {
    if (this.recoveryCodes.length > 0) await this.phone.addsAnother();
    await this.phone.scansThePage();
    await this.student.submitsCode(await this.phone.code());
    await this.student.isAt('/set-up/recovery-codes');
    this.recoveryCodes = await this.student.recoveryCodes.allInnerTexts();
    await this.student.savesRecoveryCodes();
  }

  async code(): Promise<string> {
    // A page that loads now shows the code of the next step, because the phone takes the time from the server.
    await letTimePass(PERIOD);
    const tab = await this.student.page.context().newPage();
    const inTab = new Person(tab, true);
    await inTab.opens('/phone');
    const code = await new PracticePhone(inTab).code();
    await tab.close();
    return code;
  }
}

/** The practice phone in the browser of a neighbour, who types the key that the student reads out. */
export class PhoneOfNeighbour implements Factor {
  recoveryCodes: string[] = [];
  private readonly phone: PracticePhone;

  constructor(
    private readonly student: Student,
    private readonly neighbour: Student,
  ) {
    this.phone = new PracticePhone(neighbour);
  }

  async connects(): Promise<void> {
    const { key } = await Authenticator.scans(this.student.page);
    await this.neighbour.opens('/phone');
    if (this.recoveryCodes.length > 0) await this.phone.addsAnother();
    await this.phone.presses(this.neighbour.texts.phone.type_key);
    await this.phone.types(this.student.card.login, key);
    await this.student.submitsCode(await this.phone.code());
    await this.student.isAt('/set-up/recovery-codes');
    this.recoveryCodes = await this.student.recoveryCodes.allInnerTexts();
    await this.student.savesRecoveryCodes();
  }

  async code(): Promise<string> {
    await letTimePass(PERIOD);
    await this.neighbour.reloads();
    return this.phone.code();
  }
}
