/* How every Chromium of the tests and of the benchmark is started: no network of its own, nothing that moves by itself. */
export const FLAGS = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-prefers-reduced-motion',
];
