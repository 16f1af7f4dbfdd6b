/*
 * Runs one program to its end and says what it took.
 *
 * Takes a command; gives the JSON lines it printed, whether it ended well, and the most memory it had (Linux only). A program
 * that takes longer than it may is killed, alone. Guarantee: never throws for what the program does.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';

/** The most memory that a process has had so far, in bytes; `undefined` when it is gone or this is not Linux. */
export function peakOf(pid) {
  return field(pid, 'VmHWM');
}

/** The memory that a process has now. */
export function residentOf(pid) {
  return field(pid, 'VmRSS');
}

function field(pid, name) {
  try {
    const found = new RegExp(`${name}:\\s+(\\d+) kB`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Runs `[program, ...words]`; gives `{ lines, why, peakBytes, wallMs }`, `why` only when it did not end well. */
export function run([program, ...words], { timeout, cwd, env } = {}) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(program, words, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err, peak, late] = ['', '', undefined, false];
    const look = () => {
      peak = Math.max(peak ?? 0, peakOf(child.pid) ?? 0) || undefined;
    };
    const watch = setInterval(look, 50);
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeout * 1000);
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { err = (err + text).slice(-20_000); });
    const end = (failed) => {
      clearInterval(watch);
      clearTimeout(timer);
      const lines = out.split('\n').filter((line) => line.startsWith('{')).flatMap(parsed);
      const why = late ? `more than ${timeout} s` : failed && (lines.at(-1)?.error ?? `${failed}: ${reason(err)}`);
      resolve({ lines, ...(why && { why: why.trim().slice(0, 200) }), peakBytes: peak, wallMs: Math.round(performance.now() - started) });
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (code, signal) => end(code === 0 ? undefined : (signal ?? `code ${code}`)));
  });
}

function parsed(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** The line of an error output that says most. */
function reason(err) {
  const lines = err.split('\n').filter((line) => line.trim());
  return lines.find((line) => /FATAL|panicked|Error:|error:/.test(line)) ?? lines.at(-1) ?? '';
}
