import type { Dns, NaptrRecord, SrvRecord } from '../../../src/protocols/sip/resolver/dns.ts';

/** A name system whose zones a test writes: `NAPTR example.com`, `SRV _sip._udp.example.com`, `A host`, `AAAA host`. */
export class FakeDns implements Dns {
  readonly asked: string[] = [];
  readonly zones: Readonly<Record<string, unknown>>;

  constructor(zones: Readonly<Record<string, unknown>>) {
    this.zones = zones;
  }

  naptr(name: string): Promise<readonly NaptrRecord[]> {
    return this.#answer(`NAPTR ${name}`);
  }

  srv(name: string): Promise<readonly SrvRecord[]> {
    return this.#answer(`SRV ${name}`);
  }

  addresses(name: string, family: 4 | 6): Promise<readonly string[]> {
    return this.#answer(`${family === 4 ? 'A' : 'AAAA'} ${name}`);
  }

  async #answer<Item>(question: string): Promise<readonly Item[]> {
    this.asked.push(question);
    const answer = this.zones[question] ?? [];
    if (answer === 'silent') return new Promise(() => {});
    if (answer === 'failure') throw new Error('SERVFAIL');
    return answer as readonly Item[];
  }
}

export function naptr(order: number, preference: number, service: string, replacement: string): NaptrRecord {
  return { order, preference, flags: 's', service, replacement };
}

export function srv(priority: number, weight: number, target: string, port: number): SrvRecord {
  return { priority, weight, target, port };
}
