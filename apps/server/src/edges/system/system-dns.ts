import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Dns, NaptrRecord, SrvRecord } from '../../protocols/sip/resolver/dns.ts';

const HOSTS_FILE = '/etc/hosts';
/** The name has no such records, or does not exist. */
const nothing: ReadonlySet<unknown> = new Set(['ENODATA', 'ENOTFOUND']);

/** The name servers of the system, asked without a thread, with the hosts file before them. */
export class SystemDns implements Dns {
  readonly #resolver = new Resolver({ timeout: 1_500, tries: 2 });
  readonly #hostsFile: string;

  constructor(hostsFile = HOSTS_FILE) {
    this.#hostsFile = hostsFile;
  }

  naptr(name: string): Promise<readonly NaptrRecord[]> {
    return orNothing(this.#resolver.resolveNaptr(name));
  }

  async srv(name: string): Promise<readonly SrvRecord[]> {
    const records = await orNothing(this.#resolver.resolveSrv(name));
    return records.map((record) => ({ ...record, target: record.name }));
  }

  async addresses(name: string, family: 4 | 6): Promise<readonly string[]> {
    const local = await this.#fromHostsFile(name);
    if (local.length > 0) return local.filter((address) => isIP(address) === family);
    return orNothing(family === 4 ? this.#resolver.resolve4(name) : this.#resolver.resolve6(name));
  }

  async #fromHostsFile(name: string): Promise<readonly string[]> {
    const text = await readFile(this.#hostsFile, 'utf8').catch(() => '');
    const wanted = name.toLowerCase().replace(/\.$/, '');
    return text.split('\n').flatMap((line) => {
      const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
      return isIP(address) !== 0 && names.some((candidate) => candidate.toLowerCase() === wanted) ? [address] : [];
    });
  }
}

async function orNothing<Item>(answer: Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && nothing.has(error.code)) return [];
    throw error;
  }
}
