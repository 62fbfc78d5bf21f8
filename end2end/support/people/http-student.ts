// A student without a browser, for classes in which many students take part.
import { type APIRequestContext, request } from '@playwright/test';
import { TOTP, URI } from 'otpauth';
import { FORM_HEADERS, Requests } from '../requests';
import { serverTime } from '../server';
import type { Card } from './teacher';

const PERIOD = 30;

/** Sends the requests of a browser without scripts. Cheaper than a browser: one test can have a whole class. */
export class HttpStudent {
  private totp?: TOTP;
  private readonly requests: Requests;

  private constructor(
    private readonly http: APIRequestContext,
    private readonly card: Card,
  ) {
    this.requests = new Requests(http);
  }

  /** `site` is the public address of the server, if it differs from the address to which the requests are sent. */
  static async create(baseURL: string, card: Card, site = baseURL): Promise<HttpStudent> {
    const extraHTTPHeaders = { ...FORM_HEADERS, Host: new URL(site).host };
    return new HttpStudent(await request.newContext({ baseURL, extraHTTPHeaders }), card);
  }

  /** Reaches the first `stages` of the four stages. */
  async passesStages(stages: number): Promise<void> {
    const steps = [() => this.signsIn('/lesson'), () => this.opensSetUp(), () => this.connects(), () => this.signsInAgain()];
    for (const step of steps.slice(0, stages)) await step();
    await this.http.dispose();
  }

  private async signsIn(leadsTo: string): Promise<void> {
    await this.requests.sends('/sign-in', { username: this.card.login, password: this.card.password }, leadsTo);
  }

  private async opensSetUp(): Promise<void> {
    this.totp = URI.parse(await this.requests.opensSetUp()) as TOTP;
  }

  /** Connects with the code of the previous time step, because the next sign-in uses the code of the current step. */
  private async connects(): Promise<void> {
    await this.requests.sends('/set-up', { code: this.code(-1) }, '/set-up/recovery-codes');
  }

  private async signsInAgain(): Promise<void> {
    await this.requests.sends('/sign-out', {}, '/sign-out');
    await this.signsIn('/sign-in/code');
    await this.requests.sends('/sign-in/code', { code: this.code(0) }, '/lesson');
  }

  private code(offset: number): string {
    return this.totp!.generate({ timestamp: serverTime() + offset * PERIOD * 1000 });
  }
}
