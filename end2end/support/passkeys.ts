// Members with passkeys, and answers of an authenticator that a test sends by itself.
import { expect, type Page } from '@playwright/test';
import type { Member } from './people/member';
import { FORM_HEADERS } from './requests';
import { VirtualAuthenticator } from './virtual-authenticator';

/** What the server asks the browser for. */
interface Asked {
  challenge: string;
  rp_id: string;
}

/** Registers a member whose only factor is a passkey. */
export async function registersWithPasskey(member: Member): Promise<VirtualAuthenticator> {
  const { passkey } = member.texts;
  const authenticator = await VirtualAuthenticator.of(member.page);
  await member.registers();
  await member.follows(passkey.connect);
  await member.isAt('/set-up/passkey');
  await member.page.getByLabel(passkey.name_label).fill('Test key');
  await member.presses(passkey.create);
  await member.isAt('/set-up/recovery-codes');
  await member.savesRecoveryCodes();
  expect(await authenticator.numberOfPasskeys()).toBe(1);
  return authenticator;
}

/** The challenge of the sign-in page, or of the page for the second factor. */
export async function challengeFor(page: Page, data: 'door' | 'challenge'): Promise<Asked> {
  const answer = await page.request.get(`/sfn/${data}`, { headers: { ...FORM_HEADERS, Accept: 'application/json' } });
  return (await answer.json()).passkey;
}

/** Lets the authenticator of the page sign, as the script of a page does. Returns the content of the form field. */
export async function signs(page: Page, asked: Asked, userVerification: UserVerificationRequirement = 'required'): Promise<string> {
  return page.evaluate(
    async ({ asked, userVerification }) => {
      const decode = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
      const encode = (bytes: ArrayBuffer | null) =>
        btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
      const publicKey = { challenge: decode(asked.challenge), rpId: asked.rp_id, userVerification };
      const { rawId, response } = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
      const { clientDataJSON, authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
      return JSON.stringify({
        credential: encode(rawId),
        client_data: encode(clientDataJSON),
        authenticator_data: encode(authenticatorData),
        signature: encode(signature),
        user_handle: encode(userHandle),
      });
    },
    { asked, userVerification },
  );
}

/** Sends an answer from the browser of the page. Returns the code of the refusal, or nothing after success. */
export async function sends(page: Page, path: '/sign-in/passkey' | '/sign-in/code/passkey', passkey: string): Promise<string> {
  const headers = { ...FORM_HEADERS, Accept: 'application/json' };
  const answer = await page.request.post(path, { form: { passkey }, headers, maxRedirects: 0 });
  const text = await answer.text();
  return answer.headers().serverfnerror ? JSON.parse(text).code : '';
}
