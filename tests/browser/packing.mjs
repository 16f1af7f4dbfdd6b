/*
 * Writers of containers, for browser tests: what Node's zlib cannot do by itself.
 *
 * Gives buffers. Only what the tests need of zip and tar, as their formats say.
 */
import { crc32 as zlibCrc, deflateRawSync } from 'node:zlib';

/** CRC-32; Node 20.11 does not have it yet. */
function crc32(bytes) {
  if (zlibCrc) return zlibCrc(bytes);
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** Numbers of two bytes, little-endian; `[n]` is one of four. */
function fields(...values) {
  const parts = values.map((value) => {
    const part = Buffer.alloc(Array.isArray(value) ? 4 : 2);
    if (Array.isArray(value)) part.writeUInt32LE(value[0]);
    else part.writeUInt16LE(value);
    return part;
  });
  return Buffer.concat(parts);
}

/** A zip of `{ name, buffer }`, deflated, with its directory. `flags`: 1 says that all is encrypted. */
export function zip(members, { flags = 0 } = {}) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const { name, buffer } of members) {
    const [label, packed] = [Buffer.from(name), deflateRawSync(buffer)];
    const common = fields(20, flags, 8, 0, 0, [crc32(buffer)], [packed.length], [buffer.length], label.length, 0);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), common, fields(0, 0, 0, [0], [offset]), label);
    const local = [Buffer.from('PK\x03\x04'), common, label, packed];
    parts.push(...local);
    offset += Buffer.concat(local).length;
  }
  const list = Buffer.concat(directory);
  const end = fields(0, 0, members.length, members.length, [list.length], [offset], 0);
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end]);
}

function entry(name, kind, bytes) {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644', 100);
  header.write(bytes.length.toString(8).padStart(11, '0'), 124);
  header.write(' '.repeat(8), 148);
  header.write(kind, 156);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** A tar of `{ name, buffer }`, each name in a pax header. */
export function tar(members) {
  const parts = members.flatMap(({ name, buffer }) => {
    const body = ` path=${name}\n`;
    let length = Buffer.byteLength(body);
    while (`${length}`.length + Buffer.byteLength(body) !== length) length = `${length}`.length + Buffer.byteLength(body);
    return [entry('pax', 'x', Buffer.from(length + body)), entry('cut', '0', buffer)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A zstd file of so many blocks of 128 KiB of one byte: the shortest bomb there is. */
export function zstdBomb(byte, blocks) {
  const block = Buffer.alloc(4);
  block.writeUInt32LE((1 << 1) | (128 * 1024 * 8));
  block[3] = byte;
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 13 << 3]), ...new Array(blocks).fill(block)]);
}
