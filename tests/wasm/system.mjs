// What a test program asks of its system: the part of WASI preview 1 that reading files and printing needs.
//
// Files are read as they are asked for, never whole: a snapshot may be larger than a buffer of Node's can be.
// Node's own `node:wasi` is not used: with Node 20 it corrupted memory once a program's memory had grown.
// Source: WASI's snapshot_preview1 witx; the numbers below are from there.
import fs from 'node:fs';
import path from 'node:path';
import { randomFillSync } from 'node:crypto';
import process from 'node:process';

const OK = 0;
const BAD_DESCRIPTOR = 8;
const NO_ENTRY = 44;
const NOT_SUPPORTED = 58;
const DIRECTORY = 3;
const REGULAR = 4;
const ALL_RIGHTS = (1n << 30n) - 1n;

/** Descriptors, arguments and the environment of one program. */
export class System {
  constructor(args, env, folder) {
    this.memory = undefined;
    this.code = undefined;
    this.args = args;
    this.env = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const stream = (out) => ({ out });
    this.open = [stream(null), stream(process.stdout), stream(process.stderr), { path: folder, entries: true }];
  }

  /** The functions a module imports; what it does not need to work is refused when it is called. */
  imports(module) {
    const functions = {};
    for (const { name } of WebAssembly.Module.imports(module)) {
      // Addresses above 2 GiB arrive as negative numbers.
      const unsigned = (word) => (typeof word === 'number' ? word >>> 0 : word);
      functions[name] = this[name] ? (...words) => this[name](...words.map(unsigned)) : () => NOT_SUPPORTED;
    }
    return { wasi_snapshot_preview1: functions };
  }

  // Fetched anew each time: the buffer is another after the memory has grown.
  get view() {
    return new DataView(this.memory.buffer);
  }

  bytes(at, length) {
    return new Uint8Array(this.memory.buffer, at, length);
  }

  text(at, length) {
    return Buffer.from(this.bytes(at, length)).toString();
  }

  put_list(list, pointers, at) {
    for (const [row, text] of list.entries()) {
      this.view.setUint32(pointers + 4 * row, at, true);
      const bytes = Buffer.from(`${text}\0`);
      this.bytes(at, bytes.length).set(bytes);
      at += bytes.length;
    }
    return OK;
  }

  put_sizes(list, count, size) {
    this.view.setUint32(count, list.length, true);
    this.view.setUint32(size, list.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0), true);
    return OK;
  }

  args_get(pointers, at) {
    return this.put_list(this.args, pointers, at);
  }

  args_sizes_get(count, size) {
    return this.put_sizes(this.args, count, size);
  }

  environ_get(pointers, at) {
    return this.put_list(this.env, pointers, at);
  }

  environ_sizes_get(count, size) {
    return this.put_sizes(this.env, count, size);
  }

  clock_time_get(clock, _precision, at) {
    const now = clock === 0 ? BigInt(Date.now()) * 1_000_000n : process.hrtime.bigint();
    this.view.setBigUint64(at, now, true);
    return OK;
  }

  random_get(at, length) {
    randomFillSync(this.bytes(at, length));
    return OK;
  }

  sched_yield() {
    return OK;
  }

  proc_exit(code) {
    this.code = code;
    throw new Error('the program has ended');
  }

  /** The pieces of memory that a read fills or a write takes. */
  pieces(at, count) {
    const piece = (row) => [this.view.getUint32(at + 8 * row, true), this.view.getUint32(at + 8 * row + 4, true)];
    return Array.from({ length: count }, (_, row) => this.bytes(...piece(row)));
  }

  fd_write(fd, at, count, written) {
    const out = this.open[fd]?.out;
    if (!out) return BAD_DESCRIPTOR;
    let sum = 0;
    for (const piece of this.pieces(at, count)) {
      // A copy: the stream may keep it until after the memory has changed.
      out.write(Buffer.from(piece));
      sum += piece.length;
    }
    this.view.setUint32(written, sum, true);
    return OK;
  }

  fd_read(fd, at, count, read) {
    const file = this.open[fd];
    if (file?.handle === undefined) return BAD_DESCRIPTOR;
    let sum = 0;
    for (const piece of this.pieces(at, count)) {
      const length = fs.readSync(file.handle, piece, 0, piece.length, file.at);
      file.at += length;
      sum += length;
      if (length < piece.length) break;
    }
    this.view.setUint32(read, sum, true);
    return OK;
  }

  fd_seek(fd, offset, whence, at) {
    const file = this.open[fd];
    if (file?.handle === undefined) return BAD_DESCRIPTOR;
    file.at = Number(offset) + [0, file.at, fs.fstatSync(file.handle).size][whence];
    this.view.setBigUint64(at, BigInt(file.at), true);
    return OK;
  }

  fd_close(fd) {
    const file = this.open[fd];
    if (!file) return BAD_DESCRIPTOR;
    if (file.handle !== undefined) fs.closeSync(file.handle);
    this.open[fd] = undefined;
    return OK;
  }

  fd_prestat_get(fd, at) {
    if (fd !== 3) return BAD_DESCRIPTOR;
    this.view.setUint32(at, 0, true);
    this.view.setUint32(at + 4, Buffer.byteLength(this.open[3].path), true);
    return OK;
  }

  fd_prestat_dir_name(fd, at, length) {
    this.bytes(at, length).set(Buffer.from(this.open[fd].path).subarray(0, length));
    return OK;
  }

  fd_fdstat_get(fd, at) {
    const file = this.open[fd];
    if (!file) return BAD_DESCRIPTOR;
    this.bytes(at, 24).fill(0);
    this.view.setUint8(at, file.entries ? DIRECTORY : REGULAR);
    this.view.setBigUint64(at + 8, ALL_RIGHTS, true);
    this.view.setBigUint64(at + 16, ALL_RIGHTS, true);
    return OK;
  }

  put_status(at, status) {
    this.bytes(at, 64).fill(0);
    this.view.setBigUint64(at + 8, BigInt(status.ino), true);
    this.view.setUint8(at + 16, status.isDirectory() ? DIRECTORY : REGULAR);
    this.view.setBigUint64(at + 24, 1n, true);
    this.view.setBigUint64(at + 32, BigInt(status.size), true);
    return OK;
  }

  fd_filestat_get(fd, at) {
    const file = this.open[fd];
    return file?.path ? this.put_status(at, fs.statSync(file.path)) : BAD_DESCRIPTOR;
  }

  path_filestat_get(fd, _flags, name, length, at) {
    const status = fs.statSync(path.join(this.open[fd].path, this.text(name, length)), { throwIfNoEntry: false });
    return status ? this.put_status(at, status) : NO_ENTRY;
  }

  path_open(fd, _lookup, name, length, _open, _rights, _inherit, _flags, at) {
    const file = path.join(this.open[fd].path, this.text(name, length));
    const status = fs.statSync(file, { throwIfNoEntry: false });
    if (!status) return NO_ENTRY;
    const handle = status.isDirectory() ? undefined : fs.openSync(file, 'r');
    this.open.push({ path: file, entries: status.isDirectory(), handle, at: 0 });
    this.view.setUint32(at, this.open.length - 1, true);
    return OK;
  }

  fd_readdir(fd, at, length, cookie, used) {
    const room = this.bytes(at, length);
    const entries = fs.readdirSync(this.open[fd].path, { withFileTypes: true });
    let sum = 0;
    for (const [row, entry] of entries.entries()) {
      if (row < Number(cookie)) continue;
      const name = Buffer.from(entry.name);
      const record = Buffer.alloc(24 + name.length);
      record.writeBigUInt64LE(BigInt(row + 1), 0);
      record.writeUInt32LE(name.length, 16);
      record.writeUInt8(entry.isDirectory() ? DIRECTORY : REGULAR, 20);
      name.copy(record, 24);
      // A record that does not fit is cut: the program then asks again, from its cookie.
      const part = record.subarray(0, length - sum);
      room.set(part, sum);
      sum += part.length;
      if (sum === length) break;
    }
    this.view.setUint32(used, sum, true);
    return OK;
  }
}

/**
 * Runs a program to its end and sets this process's exit code. `folder` is what it may read; `complain` is told of a trap
 * that is no exit: a panic, whose words have been printed, or the end of its memory.
 */
export function run(program, words, variables, folder, complain) {
  const system = new System([program, ...words], variables, folder);
  const module = new WebAssembly.Module(fs.readFileSync(program));
  const instance = new WebAssembly.Instance(module, system.imports(module));
  system.memory = instance.exports.memory;
  try {
    instance.exports._start();
  } catch (error) {
    if (system.code === undefined) {
      complain(error, system.memory);
      system.code = 134;
    }
  }
  process.exitCode = system.code ?? 0;
}
