import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProgram } from './run-program.ts';

/** What the tests need beyond npm: the Debian package and a program of it by which it is recognised. */
const programOfPackage = {
  chromium: 'chromium',
  'sip-tester': 'sipp',
  'linphone-cli': 'linphonec',
  'baresip-core': 'baresip',
  iproute2: 'ip',
  kamailio: 'kamailio',
  strace: 'strace',
} as const;
export type PackageName = keyof typeof programOfPackage;
export const allPackages = Object.keys(programOfPackage) as readonly PackageName[];

/** invoke-rc.d asks this program; 101 means that no service may be started. */
const POLICY = '/usr/sbin/policy-rc.d';
const SYSTEM_FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/snap/bin'];

/** Installs the packages that are missing, or ends with a sentence that names them and the command. */
export async function ensurePackages(wanted: readonly PackageName[]): Promise<void> {
  const missing = missingPackages(wanted, hasProgram);
  if (missing.length === 0) return;
  if (canInstall() && (await install(missing)) && missingPackages(missing, hasProgram).length === 0) return;
  console.error(howToInstall(missing));
  process.exit(1);
}

export function missingPackages(
  wanted: readonly PackageName[],
  isThere: (program: string) => boolean,
): readonly PackageName[] {
  return wanted.filter((name) => !isThere(programOfPackage[name]));
}

export function howToInstall(missing: readonly PackageName[]): string {
  const programs = missing.map((name) => `${programOfPackage[name]} (Debian package ${name})`).join(', ');
  return `The tests need ${programs}. Install with: sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
}

function hasProgram(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && hasProgram('apt-get');
}

/** Installs without starting the services that the packages bring. */
async function install(packages: readonly PackageName[]): Promise<boolean> {
  console.log(`Installing ${packages.join(', ')} …`);
  const isOurPolicy = !existsSync(POLICY);
  if (isOurPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const environment = { DEBIAN_FRONTEND: 'noninteractive' };
    await runProgram('apt-get', ['update', '--quiet'], { environment });
    const parameters = ['install', '--yes', '--quiet', '--no-install-recommends', ...packages];
    return (await runProgram('apt-get', parameters, { environment })).exitCode === 0;
  } finally {
    if (isOurPolicy) rmSync(POLICY, { force: true });
  }
}
