import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';

/** What the servers of a comparison come from: the Debian package and a file of it by which it is recognised. */
const fileOfPackage = {
  'sip-tester': '/usr/bin/sipp',
  kamailio: '/usr/sbin/kamailio',
  'kamailio-postgres-modules': '/usr/lib/*/kamailio/modules/db_postgres.so',
  postgresql: '/usr/lib/postgresql/*/bin/postgres',
  ejabberd: '/usr/lib/*/ejabberd-*/ebin/mod_mam_sql.beam',
  'erlang-p1-pgsql': '/usr/lib/erlang/lib/p1_pgsql-*/ebin/pgsql.beam',
} as const;
export type BenchPackage = keyof typeof fileOfPackage;

function findFile(name: BenchPackage): string | undefined {
  const pattern = fileOfPackage[name];
  if (!pattern.includes('*')) return existsSync(pattern) ? pattern : undefined;
  return globSync(pattern).sort().at(-1);
}

/** The file of a package that is installed. */
export function findInstalled(name: BenchPackage): string {
  const file = findFile(name);
  if (file === undefined) throw new Error(howToInstall([name]));
  return file;
}

/** Ends the suite with a sentence that says what to install; nothing is left out in silence. */
export function requirePackages(wanted: readonly BenchPackage[], isThere = (name: BenchPackage) => !!findFile(name)) {
  const missing = [...new Set(wanted)].filter((name) => !isThere(name));
  if (missing.length > 0) throw new Error(howToInstall(missing));
}

/** Names and versions, as Debian's package manager knows them. */
export function installedVersions(names: readonly BenchPackage[]): string {
  const field = (name: string) => `$\{${name}}`;
  const format = `--showformat=${field('Package')} ${field('Version')}\\n`;
  const lines = execFileSync('dpkg-query', ['--show', format, ...new Set(names)], { encoding: 'utf8' });
  return lines.trim().split('\n').join(', ');
}

function howToInstall(missing: readonly BenchPackage[]): string {
  return (
    `Not installed: ${missing.join(', ')}. Install with: sudo apt-get install --no-install-recommends ${missing.join(' ')} ` +
    '(a /usr/sbin/policy-rc.d that exits with 101 keeps their services from starting), or leave servers out by name with BENCH_WITHOUT.'
  );
}
