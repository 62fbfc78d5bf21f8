// Finishes the site in FOLDER, which contains the files of `public` and, in `pkg`, the modules that stepwise-modules has
// written. Adds the style sheet. An optimised site also has smaller modules and scripts, and compressed copies of its files.
// In the end the names of the files in `pkg` contain a hash of their content, and HASHES lists the hashes.
//     node site.mjs FOLDER HASHES [--optimise]
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { bundleAsync, transform } from 'lightningcss';
import { minify } from 'terser';

const [folder, hashes, ...options] = process.argv.slice(2);
const optimises = options.includes('--optimise');
const modules = join(folder, 'pkg');
const NAME = 'stepwise';
const LOADER = '__wasm_split';
const MANIFEST = '__wasm_split_manifest.json';
// stepwise-modules leaves this room for a hash in the name of the loader, because the modules contain the name.
const ROOM = '_'.repeat(22);

/** The oldest browsers for which newer CSS is rewritten; Chrome 109 and Firefox 115 are the last ones for Windows 7. */
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const targets = {
  chrome: version(109),
  edge: version(109),
  firefox: version(115),
  safari: version(15, 6),
  ios_saf: version(15, 6),
  opera: version(95),
  samsung: version(20),
};

/** Runs a task for each item, as many at a time as there are processors. */
async function forEach(items, task) {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

async function styleSheets() {
  const main = await bundleAsync({ filename: 'style/main.css', minify: optimises, targets });
  await writeFile(join(modules, `${NAME}.css`), main.code);
  const folderOfSheets = join(folder, 'style');
  await forEach(await readdir(folderOfSheets), async (name) => {
    const file = join(folderOfSheets, name);
    const sheet = transform({ filename: name, code: await readFile(file), minify: optimises, targets });
    await writeFile(file, sheet.code);
  });
}

async function optimise() {
  const names = await readdir(modules);
  await forEach(
    names.filter((name) => name.endsWith('.wasm')),
    async (name) => {
      const file = join(modules, name);
      await promisify(execFile)('wasm-opt', [
        '-Oz',
        '--enable-bulk-memory',
        '--enable-nontrapping-float-to-int',
        file,
        '-o',
        file,
      ]);
    },
  );
  await forEach(
    names.filter((name) => name.endsWith('.js')),
    async (name) => {
      const file = join(modules, name);
      const { code } = await minify(await readFile(file, 'utf8'), { module: true });
      await writeFile(file, code);
    },
  );
}

/** 16 bytes in 22 characters. */
const hashOf = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest().subarray(0, 16).toString('base64url');
};

/** Replaces a text in a file by another text of the same length. */
function replaceInBytes(bytes, from, to) {
  for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at)) bytes.write(to, at, 'latin1');
  return bytes;
}

/** The modules and their loader name each other, so they share one hash. */
async function addHashes() {
  const css = await readFile(join(modules, `${NAME}.css`));
  const hashOfCss = hashOf([css]);
  await rename(join(modules, `${NAME}.css`), join(modules, `${NAME}.${hashOfCss}.css`));

  const names = (await readdir(modules)).filter((name) => /\.(js|wasm|json)$/.test(name)).sort();
  const contents = new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(modules, name))])));
  const hash = hashOf([...contents].flat());
  const hashed = (name) => {
    if (name.includes(ROOM)) return name.replace(ROOM, hash);
    const dot = name.lastIndexOf('.');
    return `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  };
  for (const [name, bytes] of contents) {
    let content = replaceInBytes(bytes, ROOM, hash);
    if (name.endsWith('.js')) {
      // The scripts import each other, and fetch modules, by `./NAME`.
      const renamed = (match, file) => (contents.has(file) ? `./${hashed(file)}` : match);
      content = content.toString('utf8').replace(/\.\/([\w.]+\.(?:js|wasm))/g, renamed);
    }
    if (name === MANIFEST) {
      const files = Object.entries(JSON.parse(content)).map(([module, stems]) => [module, stems.map((stem) => `${stem}.${hash}`)]);
      content = JSON.stringify(Object.fromEntries(files));
    }
    await rm(join(modules, name));
    await writeFile(join(modules, hashed(name)), content);
  }
  const lines = [['js', hash], ['wasm', hash], ['css', hashOfCss], ['manifest', hash], ['split', hash]];
  await writeFile(hashes, lines.map(([kind, value]) => `${kind}: ${value}\n`).join(''));
}

async function compress() {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && /\.(css|js|json|svg|txt|wasm)$/.test(entry.name),
  );
  await forEach(files, async (entry) => {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const content = await readFile(file);
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 18 } }),
      promisify(gzip)(content, { level: 9 }),
    ]);
    await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  });
}

await styleSheets();
if (optimises) await optimise();
await addHashes();
if (optimises) await compress();
