// An authenticator of Chromium without hardware. It keeps passkeys and verifies its user without a question.
import type { CDPSession, Page } from '@playwright/test';

export class VirtualAuthenticator {
  private constructor(
    private readonly session: CDPSession,
    private readonly id: string,
  ) {}

  static async of(page: Page): Promise<VirtualAuthenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new VirtualAuthenticator(session, authenticatorId);
  }

  /** Gives another page an authenticator with the same passkeys and counters. */
  async isCopiedTo(page: Page): Promise<void> {
    const copy = await VirtualAuthenticator.of(page);
    for (const credential of await this.passkeys()) {
      await copy.session.send('WebAuthn.addCredential', { authenticatorId: copy.id, credential });
    }
  }

  /** Whether the user passes the fingerprint or the PIN. */
  async verifiesUser(isUserVerified: boolean): Promise<void> {
    await this.session.send('WebAuthn.setUserVerified', { authenticatorId: this.id, isUserVerified });
  }

  async numberOfPasskeys(): Promise<number> {
    return (await this.passkeys()).length;
  }

  /** The passkeys that the authenticator offers by itself, for a sign-in without a name. */
  async numberOfDiscoverablePasskeys(): Promise<number> {
    return (await this.passkeys()).filter((passkey) => passkey.isResidentCredential).length;
  }

  private async passkeys() {
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId: this.id });
    return credentials;
  }
}
