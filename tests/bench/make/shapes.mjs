/*
 * Heaps of one extreme shape: `node shapes.mjs KIND FILE` builds it and writes a snapshot.
 *
 * chain: 3 million objects, each held by the one before it. fanout: 5 million held by one array. cliques: 3,000 groups
 * of 40 objects that all refer to each other. strings: 260,000 different texts of a thousand characters, with quotes,
 * backslashes and Chinese in them, all of which take more than one character in the file.
 */
import process from 'node:process';
import v8 from 'node:v8';

const [kind, file] = process.argv.slice(2);

class Link {
  constructor(next) {
    this.next = next;
  }
}

class Leaf {
  constructor(serial) {
    this.serial = serial;
  }
}

const KINDS = {
  chain() {
    let head = null;
    for (let count = 0; count < 3e6; count += 1) head = new Link(head);
    return head;
  },
  fanout() {
    const leaves = [];
    for (let serial = 0; serial < 5e6; serial += 1) leaves.push(new Leaf(serial));
    return leaves;
  },
  cliques() {
    const clique = () => {
      const members = Array.from({ length: 40 }, (_, serial) => ({ serial, peers: null }));
      for (const member of members) member.peers = members.slice();
      return members;
    };
    return Array.from({ length: 3000 }, clique);
  },
  strings() {
    const texts = Array.from({ length: 260_000 }, (_, serial) => `text ${serial}: `.padEnd(1000, '堆a "星"\\'));
    // A number is read from each, so that none stays a rope.
    for (const text of texts) Number(text);
    return texts;
  },
};

globalThis.shape = KINDS[kind]();
globalThis.gc?.();
v8.writeHeapSnapshot(file);
