/*
 * The web site of a test: dist/ under a sub-path, as any plain server would host it.
 *
 * Owns the server and what it saw. Takes a table of extra routes and of files to spoil; gives the page's address.
 * Guarantees: no header is sent that a plain server would not send.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const DIST = process.env.DIST ?? path.join(HERE, '..', '..', 'dist');

/** Nobody hosts a tool at the root alone. */
export const BASE = '/docs/tools/heapsky/';

const MIME = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * Starts a site on a free port.
 * `routes`: path below BASE → function (request, response).
 * `spoil`: [pattern, function (response, name)]: files whose name matches are answered so instead.
 * `mime`: replaces the table of types, for servers that do not know wasm.
 */
export async function openSite({ routes = {}, spoil = [], mime = MIME } = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    asked.push(pathname);
    if (!pathname.startsWith(BASE)) return response.writeHead(404).end();
    const name = decodeURIComponent(pathname.slice(BASE.length)) || 'index.html';
    if (routes[name]) return routes[name](request, response);
    const spoiler = spoil.find(([pattern]) => pattern.test(name));
    if (spoiler) return spoiler[1](response, name);
    await send(response, name);
  });
  /** Answers with a file of dist/. */
  async function send(response, name) {
    const file = path.join(DIST, name);
    if (!file.startsWith(DIST)) return response.writeHead(404).end();
    try {
      const { size } = await stat(file);
      response.writeHead(200, { 'content-length': size, 'content-type': mime[path.extname(file)] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
    } catch {
      response.writeHead(404).end();
    }
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: (rest = '') => origin + BASE + rest,
    /** Every path that was asked for, in order. */
    asked,
    send,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}
