// An SMS gateway for tests, to which the server sends its text messages.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Sent {
  to: string;
  text: string;
}

/** The port to which the server sends text messages. tools/test/e2e.sh passes it to the server and to the tests. */
const PORT = Number(process.env.STEPWISE_SMS_PORT ?? 0);

/** Starts the gateway for a test run. It accepts messages by POST and lists them by GET. */
export default async function startSmsGateway(): Promise<() => Promise<void>> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (request.method === 'POST' && request.headers.authorization === 'Bearer for-tests') {
        sent.push(JSON.parse(body));
        response.writeHead(201).end();
      } else if (request.method === 'GET') {
        const to = url.searchParams.get('to');
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(sent.filter((one) => one.to === to)));
      } else {
        response.writeHead(401).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(PORT, '127.0.0.1', resolve));
  process.env.STEPWISE_SMS_PORT = String((server.address() as AddressInfo).port);
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}

/** The text messages that were sent to a phone number. */
export async function textMessagesTo(number: string): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${process.env.STEPWISE_SMS_PORT}/?to=${encodeURIComponent(number)}`);
  return ((await answer.json()) as Sent[]).map((one) => one.text);
}
