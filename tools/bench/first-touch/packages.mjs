// The packages of the browser tests, which Node.js does not find from this folder.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const require = createRequire(join(root, 'end2end/'));

export const playwright = require('playwright');
export const otpauth = require('otpauth');
/** The English texts of the pages, by which acts find their buttons. */
export const texts = JSON.parse(readFileSync(join(root, 'texts/locales/en.json'), 'utf8'));
