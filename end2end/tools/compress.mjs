// compress.mjs <site> <cache>: puts FILE.br (quality 11) and FILE.gz beside every text-like FILE below <site>.
// What was compressed once is taken from <cache>, found by content.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSED_WELL = /\.(wasm|js|mjs|css|svg|json|html|txt|xml|webmanifest)$/;

const [, , site, cache] = process.argv;
mkdirSync(cache, { recursive: true });

const encodings = {
  br: (bytes) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
};

for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !COMPRESSED_WELL.test(entry.name)) continue;
  const file = join(entry.parentPath ?? entry.path, entry.name);
  const bytes = readFileSync(file);
  const content = createHash('sha256').update(bytes).digest('hex');
  for (const [extension, encode] of Object.entries(encodings)) {
    const kept = join(cache, `${content}.${extension}`);
    if (!existsSync(kept)) {
      writeFileSync(`${kept}.part`, encode(bytes));
      renameSync(`${kept}.part`, kept);
    }
    copyFileSync(kept, `${file}.${extension}`);
  }
}
